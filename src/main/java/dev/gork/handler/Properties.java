package dev.gork.handler;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import jakarta.json.bind.annotation.JsonbTypeDeserializer;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.stream.Stream;

/** What JSON-B takes for the properties of a class. */
final class Properties {
    private final Class<?> type;

    Properties(Class<?> type) {
        this.type = type;
    }

    /** Whether the class itself has some. */
    boolean areDeclared() {
        return type.isRecord()
                ? type.getRecordComponents().length > 0
                : Arrays.stream(type.getDeclaredFields()).anyMatch(field -> isProperty(field.getModifiers()))
                        || Arrays.stream(type.getDeclaredMethods())
                                .anyMatch(method -> isGetter(method) || isSetter(method));
    }

    /** The types of those that are read, and not by means of their own. */
    Stream<Type> types() {
        if (type.isRecord()) {
            return Arrays.stream(type.getRecordComponents())
                    .filter(component -> !saysHow(component.getAccessor()))
                    .map(RecordComponent::getGenericType);
        }
        Stream<Type> fields = Arrays.stream(type.getFields())
                .filter(field -> isProperty(field.getModifiers()) && !saysHow(field))
                .map(Field::getGenericType);
        Stream<Type> setters = Arrays.stream(type.getMethods())
                .filter(method -> isSetter(method) && !saysHow(method) && !saysHow(field(method)))
                .map(method -> method.getGenericParameterTypes()[0]);
        Stream<Type> creators = Stream.<Executable>concat(
                        Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()))
                .filter(each -> each.isAnnotationPresent(JsonbCreator.class))
                .flatMap(each -> Arrays.stream(each.getParameters()))
                .filter(parameter -> !saysHow(parameter))
                .map(Parameter::getParameterizedType);
        return Stream.of(fields, setters, creators).flatMap(each -> each);
    }

    private AnnotatedElement field(Method setter) {
        String name = Character.toLowerCase(setter.getName().charAt(3))
                + setter.getName().substring(4);
        return Arrays.stream(setter.getDeclaringClass().getDeclaredFields())
                .filter(field -> field.getName().equals(name))
                .findFirst()
                .<AnnotatedElement>map(field -> field)
                .orElse(setter);
    }

    private static boolean isProperty(int modifiers) {
        return Modifier.isPublic(modifiers) && !Modifier.isStatic(modifiers) && !Modifier.isTransient(modifiers);
    }

    private static boolean isGetter(Method method) {
        return isProperty(method.getModifiers())
                && method.getParameterCount() == 0
                && method.getReturnType() != void.class
                && (isNamed(method, "get") || isNamed(method, "is"));
    }

    private static boolean isSetter(Method method) {
        return isProperty(method.getModifiers()) && method.getParameterCount() == 1 && isNamed(method, "set");
    }

    private static boolean isNamed(Method method, String prefix) {
        return method.getName().startsWith(prefix) && method.getName().length() > prefix.length();
    }

    private static boolean saysHow(AnnotatedElement property) {
        return property.isAnnotationPresent(JsonbTransient.class)
                || property.isAnnotationPresent(JsonbTypeAdapter.class)
                || property.isAnnotationPresent(JsonbTypeDeserializer.class);
    }
}

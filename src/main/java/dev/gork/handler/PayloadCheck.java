package dev.gork.handler;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import jakarta.json.bind.annotation.JsonbTypeDeserializer;
import jakarta.json.bind.annotation.JsonbTypeInfo;
import jakarta.json.bind.annotation.JsonbVisibility;
import java.lang.reflect.Executable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One look at a type of arguments, and at the types of what it consists of. */
final class PayloadCheck {
    private static final String CANNOT_MAKE = ", so JSON-B cannot make one of the arguments. ";

    private static final String INSTEAD =
            CANNOT_MAKE + "Observe a concrete class, give the type a @JsonbTypeAdapter, or"
                    + " produce a JsonbConfig bean with an adapter for it.";

    private final Set<Type> adapted;
    private final boolean ownVisibility;
    private final Set<Type> seen = new HashSet<>();

    /**
     * What keeps JSON-B from reading a type.
     *
     * @param type the type, or one that it contains
     * @param what the sentence's end that begins with the type
     */
    record Flaw(Class<?> type, String what) {}

    PayloadCheck(Set<Type> adapted, boolean ownVisibility) {
        this.adapted = adapted;
        this.ownVisibility = ownVisibility;
    }

    Optional<Flaw> flaw(Type type) {
        Class<?> outermost = type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : null;
        Class<?> top = type instanceof Class<?> c ? c : outermost;
        if (top != null && !adapted.contains(type) && !isKnown(top)) {
            Optional<Flaw> shape = shape(top).map(what -> new Flaw(top, what));
            if (shape.isPresent()) {
                return shape;
            }
        }
        return inner(type);
    }

    /** Of one that is contained, only what JSON-B would have to make is looked at: another may stay empty. */
    private Optional<Flaw> inner(Type type) {
        if (adapted.contains(type) || !seen.add(type)) {
            return Optional.empty();
        }
        if (type instanceof ParameterizedType generic) {
            return firstOf(Stream.concat(Stream.of(generic.getRawType()), Stream.of(generic.getActualTypeArguments())));
        }
        if (type instanceof WildcardType wildcard) {
            return firstOf(Stream.of(wildcard.getUpperBounds()));
        }
        if (type instanceof GenericArrayType array) {
            return inner(array.getGenericComponentType());
        }
        if (!(type instanceof Class<?> c)) {
            return Optional.empty(); // a variable, whose value is looked at where it is given
        }
        if (c.isArray()) {
            return inner(c.getComponentType());
        }
        if (isKnown(c) || c.isInterface() || Modifier.isAbstract(c.getModifiers())) {
            return Optional.empty();
        }
        return hidden(c)
                .or(() -> unmakable(c))
                .map(what -> new Flaw(c, what))
                .or(() -> firstOf(new Properties(c).types()));
    }

    private Optional<Flaw> firstOf(Stream<Type> types) {
        return types.map(this::inner).flatMap(Optional::stream).findFirst();
    }

    /** The platform's own types are JSON-B's business, and those that say themselves how they are read. */
    private boolean isKnown(Class<?> type) {
        if (type.isArray() || type.isEnum() || type.isPrimitive() || adapted.contains(type)) {
            return true;
        }
        if (type.getName().startsWith("java.")) {
            return !type.isInterface()
                    || Collection.class.isAssignableFrom(type)
                    || Map.class.isAssignableFrom(type)
                    || type == Path.class;
        }
        return type.getName().startsWith("jakarta.json.")
                || type.isAnnotationPresent(JsonbTypeAdapter.class)
                || type.isAnnotationPresent(JsonbTypeDeserializer.class)
                || type.isAnnotationPresent(JsonbTypeInfo.class);
    }

    private static Optional<String> shape(Class<?> type) {
        if (type.isInterface()) {
            return Optional.of("is an interface" + INSTEAD);
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            return Optional.of("is abstract" + INSTEAD);
        }
        if (type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers())) {
            return Optional.of("is an inner class that is not static" + INSTEAD);
        }
        return Optional.empty();
    }

    /** JSON-B reads and writes what is visible to it, and nothing of a class that is not. */
    private Optional<String> hidden(Class<?> type) {
        for (Class<?> c = type; c != null && !c.getName().startsWith("java."); c = c.getSuperclass()) {
            if (!isVisible(c.getModifiers()) && !saysWhatIsVisible(c) && new Properties(c).areDeclared()) {
                return Optional.of((c == type ? "is" : "extends " + c.getName() + ", which is")
                        + " not public, so JSON-B cannot use its properties. Make it public.");
            }
        }
        return Optional.empty();
    }

    private boolean saysWhatIsVisible(Class<?> type) {
        return ownVisibility
                || type.isAnnotationPresent(JsonbVisibility.class)
                || type.getPackage().isAnnotationPresent(JsonbVisibility.class);
    }

    private static Optional<String> unmakable(Class<?> type) {
        List<? extends Executable> creators = Stream.<Executable>concat(
                        Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()))
                .filter(each -> each.isAnnotationPresent(JsonbCreator.class))
                .toList();
        if (!creators.isEmpty()) {
            return creators.stream().allMatch(each -> Modifier.isPublic(each.getModifiers()))
                    ? Optional.empty()
                    : Optional.of("has a @JsonbCreator that is not public" + CANNOT_MAKE + "Make it public.");
        }
        if (type.isRecord()) {
            return Optional.empty();
        }
        Optional<? extends Executable> plain = Arrays.stream(type.getDeclaredConstructors())
                .filter(each -> each.getParameterCount() == 0)
                .findFirst();
        if (plain.isEmpty()) {
            return Optional.of("is without a no-argument constructor or @JsonbCreator" + INSTEAD);
        }
        return isVisible(plain.get().getModifiers())
                ? Optional.empty()
                : Optional.of("has a no-argument constructor that is neither public nor protected" + CANNOT_MAKE
                        + "Make it public.");
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }
}

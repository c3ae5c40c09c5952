package dev.gork.handler;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.adapter.JsonbAdapter;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import jakarta.json.bind.annotation.JsonbTypeDeserializer;
import jakarta.json.bind.annotation.JsonbTypeInfo;
import jakarta.json.bind.serializer.JsonbDeserializer;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which types JSON-B can make arguments of, as far as that can be known without arguments. */
final class PayloadRules {
    /** What the application's own adapters and deserializers make. */
    private final Set<Type> adapted = new HashSet<>();

    PayloadRules(BeanManager beans) {
        Instance<JsonbConfig> config = beans.createInstance().select(JsonbConfig.class, Any.Literal.INSTANCE);
        if (config.isResolvable()) {
            collect(config.get(), JsonbConfig.ADAPTERS, JsonbAdapter.class);
            collect(config.get(), JsonbConfig.DESERIALIZERS, JsonbDeserializer.class);
        }
    }

    Optional<String> problem(Handler handler) {
        if (!(handler.payload() instanceof Class<?> type) || readable(type)) {
            return Optional.empty();
        }
        String what = type.isInterface()
                ? "an interface"
                : Modifier.isAbstract(type.getModifiers())
                        ? "abstract"
                        : isInner(type)
                                ? "an inner class that is not static"
                                : "without a no-argument constructor or @JsonbCreator";
        return Optional.of("Handler " + handler.description() + " cannot serve queue '" + handler.queue()
                + "': it observes " + type.getName() + ", which is " + what
                + ", so JSON-B cannot make one of the arguments. Observe a concrete class, give the type a"
                + " @JsonbTypeAdapter, or produce a JsonbConfig bean with an adapter for it.");
    }

    private boolean readable(Class<?> type) {
        if (type.isArray() || type.isEnum() || type.isRecord() || type.isPrimitive() || adapted.contains(type)) {
            return true;
        }
        // The platform's own types are JSON-B's business: Map, List, String, Instant, JsonObject, …
        if (type.getName().startsWith("java.") || type.getName().startsWith("jakarta.json.")) {
            return true;
        }
        if (type.isAnnotationPresent(JsonbTypeAdapter.class)
                || type.isAnnotationPresent(JsonbTypeDeserializer.class)
                || type.isAnnotationPresent(JsonbTypeInfo.class)) {
            return true;
        }
        return !type.isInterface() && !Modifier.isAbstract(type.getModifiers()) && !isInner(type) && canBeMade(type);
    }

    private static boolean isInner(Class<?> type) {
        return type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers());
    }

    private static boolean canBeMade(Class<?> type) {
        Stream<Constructor<?>> constructors = Arrays.stream(type.getDeclaredConstructors());
        return constructors.anyMatch(c -> c.getParameterCount() == 0 || c.isAnnotationPresent(JsonbCreator.class))
                || Arrays.stream(type.getDeclaredMethods()).anyMatch(m -> m.isAnnotationPresent(JsonbCreator.class));
    }

    private void collect(JsonbConfig config, String property, Class<?> kind) {
        Object[] instances = (Object[]) config.getProperty(property).orElse(new Object[0]);
        for (Object instance : instances) {
            for (Type type : instance.getClass().getGenericInterfaces()) {
                if (type instanceof ParameterizedType generic && generic.getRawType() == kind) {
                    adapted.add(generic.getActualTypeArguments()[0]);
                }
            }
        }
    }
}

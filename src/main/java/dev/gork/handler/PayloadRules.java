package dev.gork.handler;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.adapter.JsonbAdapter;
import jakarta.json.bind.serializer.JsonbDeserializer;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which types JSON-B can make arguments of, as far as that can be known without arguments. */
final class PayloadRules {
    /** What the application's own adapters and deserializers make. */
    private final Set<Type> adapted = new HashSet<>();

    /** Whether the application itself says what is visible to JSON-B. */
    private final boolean ownVisibility;

    PayloadRules(BeanManager beans) {
        this(configured(beans));
    }

    PayloadRules(@Nullable JsonbConfig config) {
        if (config != null) {
            collect(config, JsonbConfig.ADAPTERS, JsonbAdapter.class);
            collect(config, JsonbConfig.DESERIALIZERS, JsonbDeserializer.class);
        }
        ownVisibility = config != null
                && config.getProperty(JsonbConfig.PROPERTY_VISIBILITY_STRATEGY).isPresent();
    }

    private static @Nullable JsonbConfig configured(BeanManager beans) {
        Instance<JsonbConfig> config = beans.createInstance().select(JsonbConfig.class, Any.Literal.INSTANCE);
        return config.isResolvable() ? config.get() : null;
    }

    Optional<String> problem(Handler handler) {
        return Optional.ofNullable(handler.payload())
                .flatMap(this::problem)
                .map(problem -> "Handler " + handler.description() + " cannot serve queue '" + handler.queue()
                        + "': it observes " + problem);
    }

    /** The type, and what is wrong with it. */
    Optional<String> problem(Type type) {
        return new PayloadCheck(adapted, ownVisibility)
                .flaw(type)
                .map(flaw -> type.getTypeName()
                        + (flaw.type() == type
                                ? ""
                                : ", which contains " + flaw.type().getName()) + ", which " + flaw.what());
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

package dev.gork.handler;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbTransient;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What JSON-B can never read is refused at deployment, and nothing else. */
class PayloadRulesTest {
    private static final String ONE = "{\"a\":1}";
    private static final String NESTED = "{\"a\":{\"a\":1}}";
    private static final String LISTED = "{\"a\":[{\"a\":1}]}";

    private final Jsonb jsonb = JsonbBuilder.create();
    private final PayloadRules rules = new PayloadRules((JsonbConfig) null);

    public static class PrivateConstructor {
        public int a;

        private PrivateConstructor() {}
    }

    public static class PackagePrivateConstructor {
        public int a;

        PackagePrivateConstructor() {}
    }

    public static class ProtectedConstructor {
        public int a;

        protected ProtectedConstructor() {}
    }

    public static class InheritsFromProtectedConstructor extends ProtectedConstructor {}

    public static class NoConstructor {
        public int a;

        public NoConstructor(int a) {
            this.a = a;
        }
    }

    static class PackagePrivate {
        public int a;

        public PackagePrivate() {}
    }

    static class PackagePrivateWithAccessors {
        private int a;

        public PackagePrivateWithAccessors() {}

        public int getA() {
            return a;
        }

        public void setA(int a) {
            this.a = a;
        }
    }

    protected static class Protected {
        public int a;

        public Protected() {}
    }

    record HiddenRecord(int a) {}

    private record PrivateRecord(int a) {}

    public record PublicRecord(int a) {}

    public record Nested(HiddenRecord a) {}

    public record Listed(List<HiddenRecord> a) {}

    public record Mapped(Map<String, ? extends HiddenRecord> a) {}

    public record Maybe(Optional<HiddenRecord> a) {}

    public record Arrayed(HiddenRecord[] a) {}

    public record NestedPublic(List<PublicRecord> a) {}

    public record Endless(List<Endless> a) {}

    public static class NestedInField {
        public HiddenRecord a;
    }

    public static class NestedInSetter {
        private HiddenRecord a;

        public void setA(HiddenRecord a) {
            this.a = a;
        }
    }

    public static class NestedInPrivateField {
        private HiddenRecord a;
    }

    public static class NestedAndLeftOut {
        @JsonbTransient
        public HiddenRecord a;
    }

    public static class NestedUnmakable {
        public PrivateConstructor a;
    }

    enum HiddenEnum {
        A
    }

    public record WithEnum(HiddenEnum a) {}

    public static class ExtendsHidden extends PackagePrivate {}

    public static class Generic<T> {
        public T a;
    }

    public static class PublicCreator {
        public final int a;

        @JsonbCreator
        public PublicCreator(@JsonbProperty("a") int a) {
            this.a = a;
        }
    }

    public static class PackagePrivateCreator {
        public final int a;

        @JsonbCreator
        PackagePrivateCreator(@JsonbProperty("a") int a) {
            this.a = a;
        }
    }

    public static class ProtectedCreator {
        public final int a;

        @JsonbCreator
        protected ProtectedCreator(@JsonbProperty("a") int a) {
            this.a = a;
        }
    }

    public static class PublicFactory {
        public int a;

        private PublicFactory() {}

        @JsonbCreator
        public static PublicFactory of(@JsonbProperty("a") int a) {
            PublicFactory made = new PublicFactory();
            made.a = a;
            return made;
        }
    }

    public static class CreatorOfHidden {
        @JsonbCreator
        public CreatorOfHidden(@JsonbProperty("a") HiddenRecord a) {}
    }

    static class HiddenHolder {
        public record Shown(int a) {}
    }

    interface Parameterized {
        Generic<HiddenRecord> generic();

        Generic<PublicRecord> genericOfPublic();

        List<HiddenRecord> list();

        Map<String, PublicRecord> mapOfPublic();
    }

    static Stream<Arguments> types() {
        return Stream.of(
                Arguments.of(PrivateConstructor.class, ONE),
                Arguments.of(PackagePrivateConstructor.class, ONE),
                Arguments.of(ProtectedConstructor.class, ONE),
                Arguments.of(InheritsFromProtectedConstructor.class, ONE),
                Arguments.of(NoConstructor.class, ONE),
                Arguments.of(PackagePrivate.class, ONE),
                Arguments.of(PackagePrivateWithAccessors.class, ONE),
                Arguments.of(Protected.class, ONE),
                Arguments.of(HiddenRecord.class, ONE),
                Arguments.of(PrivateRecord.class, ONE),
                Arguments.of(PublicRecord.class, ONE),
                Arguments.of(Nested.class, NESTED),
                Arguments.of(Listed.class, LISTED),
                Arguments.of(Mapped.class, "{\"a\":{\"k\":{\"a\":1}}}"),
                Arguments.of(Maybe.class, NESTED),
                Arguments.of(Arrayed.class, LISTED),
                Arguments.of(NestedPublic.class, LISTED),
                Arguments.of(Endless.class, "{\"a\":[{\"a\":[]}]}"),
                Arguments.of(NestedInField.class, NESTED),
                Arguments.of(NestedInSetter.class, NESTED),
                Arguments.of(NestedInPrivateField.class, NESTED),
                Arguments.of(NestedAndLeftOut.class, NESTED),
                Arguments.of(NestedUnmakable.class, NESTED),
                Arguments.of(HiddenEnum.class, "\"A\""),
                Arguments.of(WithEnum.class, "{\"a\":\"A\"}"),
                Arguments.of(ExtendsHidden.class, ONE),
                Arguments.of(PublicCreator.class, ONE),
                Arguments.of(PackagePrivateCreator.class, ONE),
                Arguments.of(ProtectedCreator.class, ONE),
                Arguments.of(PublicFactory.class, ONE),
                Arguments.of(CreatorOfHidden.class, NESTED),
                Arguments.of(HiddenHolder.Shown.class, ONE),
                Arguments.of(HiddenRecord[].class, "[" + ONE + "]"),
                Arguments.of(returned("generic"), NESTED),
                Arguments.of(returned("genericOfPublic"), NESTED),
                Arguments.of(returned("list"), "[" + ONE + "]"),
                Arguments.of(returned("mapOfPublic"), NESTED),
                Arguments.of(Serializable.class, ONE),
                Arguments.of(CharSequence.class, "\"text\""),
                Arguments.of(Comparable.class, "1"),
                Arguments.of(Iterable.class, "[1]"),
                Arguments.of(Collection.class, "[1]"),
                Arguments.of(SortedMap.class, ONE),
                Arguments.of(Number.class, "1"),
                Arguments.of(Path.class, "\"/tmp\""),
                Arguments.of(Object[].class, "[1]"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void aTypeIsRefusedExactlyIfJsonBCannotReadIt(Type type, String json) {
        Optional<String> problem = rules.problem(type);

        assertThat(problem.isEmpty()).as(problem.orElse("none")).isEqualTo(canRead(json, type));
    }

    private boolean canRead(String json, Type type) {
        try {
            return jsonb.fromJson(json, type) != null;
        } catch (JsonbException e) {
            return false;
        }
    }

    private static Type returned(String method) {
        try {
            return Parameterized.class.getDeclaredMethod(method).getGenericReturnType();
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }
}

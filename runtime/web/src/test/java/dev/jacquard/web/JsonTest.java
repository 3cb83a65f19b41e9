package dev.jacquard.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JavaType;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What JSON becomes, and above all what it does not become. */
class JsonTest {
    enum Colour {
        RED,
        @JsonProperty("light-green")
        GREEN
    }

    record Numbers(Byte b, Short s, Integer i, Long l, Float f, Double d, BigInteger whole, BigDecimal exact) {}

    record One(int n) {}

    record Line(String name, BigDecimal price, @Nullable String note) {}

    record Order(UUID id, List<Line> items, Map<String, Integer> counts, Optional<Colour> colour, boolean paid) {}

    static <T> T read(String json, Class<T> type) {
        return Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), type);
    }

    /** The errors, as {@code name: message}. */
    static List<String> errors(String json, java.lang.reflect.Type type) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        HttpProblem e = catchThrowableOfType(HttpProblem.class, () -> Json.read(bytes, type));
        assertThat(e).as("nothing was wrong with " + json).isNotNull();
        assertThat(e.status()).as(e.getMessage()).isEqualTo(422);
        return ((List<?>) e.members().get("errors"))
                .stream()
                        .map(m -> (Map<?, ?>) m)
                        .peek(m -> assertThat(m.get("in")).isEqualTo("body"))
                        .map(m -> m.get("name") + ": " + m.get("message"))
                        .collect(Collectors.toList());
    }

    static String write(Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }

    // ---- numbers -------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            '7'        | must be a whole number, not "7"
            7.9        | must be a whole number, not 7.9
            7.0        | must be a whole number, not 7.0
            1e2        | must be a whole number, not 1E+2
            null       | must not be null
            true       | must be a whole number, not true
            []         | must be a whole number, not an array
            [7]        | must be a whole number, not an array
            {}         | must be a whole number, not an object
            ''         | must be a whole number, not ""
            2147483648 | must be a whole number from -2147483648 to 2147483647, not 2147483648
            -1e999     | must be a whole number, not -1E+999
            99999999999999999999 | must be a whole number from -2147483648 to 2147483647, not 99999999999999999999
            """,
            quoteCharacter = '`')
    void nothingElseBecomesAnInt(String value, String message) {
        assertThat(errors("{'n': " + value + "}", One.class)).containsExactly("n: " + message);
    }

    @Test
    void aMissingIntIsMissing() {
        assertThat(errors("{}", One.class)).containsExactly("n: is missing");
        assertThat(errors("{'N': 1}", One.class)).containsExactly("n: is missing");
        assertThat(read("{'n': 7, 'unknown': [1]}", One.class)).isEqualTo(new One(7));
    }

    @Test
    void eachKindOfNumberHasItsRange() {
        String all = "{'b':-128,'s':32767,'i':-2147483648,'l':9223372036854775807,'f':3.4e38,'d':1.7e308,"
                + "'whole':99999999999999999999,'exact':1.50}";
        assertThat(read(all, Numbers.class))
                .isEqualTo(new Numbers(
                        (byte) -128,
                        (short) 32767,
                        Integer.MIN_VALUE,
                        Long.MAX_VALUE,
                        3.4e38f,
                        1.7e308,
                        new BigInteger("99999999999999999999"),
                        new BigDecimal("1.50")));
        String beyond = "{'b':128,'s':-32769,'i':2147483648,'l':9223372036854775808,'f':1e39,'d':1e400,'whole':1.5,"
                + "'exact':1e999999999}";
        assertThat(errors(beyond, Numbers.class))
                .containsExactly(
                        "b: must be a whole number from -128 to 127, not 128",
                        "s: must be a whole number from -32768 to 32767, not -32769",
                        "i: must be a whole number from -2147483648 to 2147483647, not 2147483648",
                        "l: must be a whole number from -9223372036854775808 to 9223372036854775807, not"
                                + " 9223372036854775808",
                        "f: must be a number that a float can hold, not 1E+39",
                        "d: must be a number that a double can hold, not 1E+400",
                        "whole: must be a whole number, not 1.5",
                        "exact: must be a number with an exponent of at most 6144, not 1E+999999999");
    }

    @Test
    void ofWhateverTypeNumbersAreFinite() {
        assertThat((Object) read("{'a': 1, 'b': 1.5, 'c': 99999999999, 'd': null, 'e': [true, 'x']}", Map.class))
                .isEqualTo(map("a", 1, "b", 1.5, "c", 99999999999L, "d", null, "e", List.of(true, "x")));
        assertThat(errors("{'a': [1e400]}", Map.class)).containsExactly("a: must be a number that a double can hold");
        assertThat(errors("{'a': [1e400], 'b': -1e400}", Object.class)).hasSize(1);
    }

    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    // ---- what is no JSON -----------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "{'n': 1",
                "{'n': 1}}",
                "{'n': 1} x",
                "{'n': 1} {'n': 2}",
                "{'n': NaN}",
                "{'n': Infinity}",
                "{'n': 01}",
                "{'n': 1,}",
                "{n: 1}",
                "{'n': 1, 'n': 1}",
                "{'x': {'y': 1, 'y': 2}, 'n': 1}",
                "// no comment\n{'n': 1}",
                "{'n': 0x10}",
                "\u0000",
            })
    void whatIsNoJsonIs400(String json) {
        HttpProblem e = catchThrowableOfType(HttpProblem.class, () -> read(json, One.class));
        assertThat(e).as(json).isNotNull();
        assertThat(e.status()).isEqualTo(400);
        assertThat(e.getMessage()).startsWith("The body ").doesNotContain("\n").doesNotContain("com.fasterxml");
    }

    @Test
    void duplicatesAreNamed() {
        assertThatThrownBy(() -> read("{'n': 1, 'n': 2}", One.class))
                .hasMessage("The body has the property \"n\" twice");
    }

    @Test
    void tooDeepAndBrokenUtf8Are400() {
        String deep = "[".repeat(100_000);
        assertThatThrownBy(() -> read(deep, Object.class))
                .isInstanceOfSatisfying(
                        HttpProblem.class, p -> assertThat(p.status()).isEqualTo(400));
        byte[] latin1 = "{\"n\": \"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Json.read(latin1, Object.class))
                .isInstanceOfSatisfying(
                        HttpProblem.class, p -> assertThat(p.status()).isEqualTo(400));
    }

    // ---- objects -------------------------------------------------------------------------------

    @Test
    void allThatIsWrongIsSaidAtOnceWithItsPlace() {
        String json = "{'id': '12', 'items': [{'name': 'a', 'price': 1}, {'name': 1, 'price': '2'}, null, 7,"
                + " {'name': null}], 'counts': {'x': '1', 'y': null, 'z': 1}, 'colour': 'BLUE', 'paid': 'true'}";
        assertThat(errors(json, Order.class))
                .containsExactlyInAnyOrder(
                        "id: must be a UUID, not \"12\"",
                        "items[1].name: must be a text, not 1",
                        "items[1].price: must be a number, not \"2\"",
                        "items[2]: must not be null",
                        "items[3]: must be an object, not 7",
                        "items[4].name: must not be null",
                        "items[4].price: is missing",
                        "counts.x: must be a whole number, not \"1\"",
                        "counts.y: must not be null",
                        "colour: must be one of RED, light-green, not \"BLUE\"",
                        "paid: must be true or false, not \"true\"");
        assertThat(errors("[]", Order.class)).containsExactly(": must be an object, not an array");
        assertThat(errors("null", Order.class)).containsExactly(": must not be null");
        assertThat(errors("'{}'", Order.class)).containsExactly(": must be an object, not \"{}\"");
        assertThat(errors("{'id':1,'items':{},'counts':[],'colour':0,'paid':0}", Order.class))
                .containsExactly(
                        "id: must be a text, not 1",
                        "items: must be an array, not an object",
                        "counts: must be an object, not an array",
                        "colour: must be one of RED, light-green, not 0",
                        "paid: must be true or false, not 0");
    }

    @Test
    void whatIsRightIsRead() {
        String json = "{'id': '00000000-0000-0000-0000-00000000000c', 'items': [{'name': 'a', 'price': 1.10}],"
                + " 'counts': {'x': 1}, 'colour': 'light-green', 'paid': true}";
        assertThat(read(json, Order.class))
                .isEqualTo(new Order(
                        new UUID(0, 12),
                        List.of(new Line("a", new BigDecimal("1.10"), null)),
                        Map.of("x", 1),
                        Optional.of(Colour.GREEN),
                        true));
    }

    record Loose(
            Optional<String> a,
            OptionalInt b,
            @Nullable String c,
            @DefaultValue("20") int d,
            @DefaultValue("RED") Colour e,
            @DefaultValue("PT1M") Duration f,
            List<@Nullable String> g,
            List<Optional<Integer>> h) {}

    @Test
    void optionalNullableAndDefaultsMayBeMissing() {
        assertThat(read("{'g': ['x', null], 'h': [1, null]}", Loose.class).toString())
                .isEqualTo("Loose[a=Optional.empty, b=OptionalInt.empty, c=null, d=20, e=RED, f=PT1M, g=[x, null],"
                        + " h=[Optional[1], Optional.empty]]");
        assertThat(read("{'a':null,'b':null,'c':null,'d':1,'e':'RED','f':'PT2M','g':[],'h':[]}", Loose.class)
                        .d())
                .isEqualTo(1);
        assertThat(errors("{'a':1,'b':'2','c':3,'d':null,'e':null,'f':1,'g':null}", Loose.class))
                .containsExactly(
                        "a: must be a text, not 1",
                        "b: must be a valid OptionalInt, not \"2\"",
                        "c: must be a text, not 3",
                        "d: must not be null",
                        "e: must not be null",
                        "f: must be a text, not 1",
                        "g: must not be null",
                        "h: is missing");
    }

    record Times(LocalDate day, LocalDateTime at, Instant instant, Duration duration) {}

    @Test
    void timesAreTexts() {
        String json =
                "{'day':'2026-01-31','at':'2026-01-31T13:45:00','instant':'2026-01-31T13:45:00Z','duration':'PT90S'}";
        Times read = read(json, Times.class);
        assertThat(write(read))
                .isEqualTo(
                        "{\"day\":\"2026-01-31\",\"at\":\"2026-01-31T13:45:00\",\"instant\":\"2026-01-31T13:45:00Z\","
                                + "\"duration\":\"PT1M30S\"}");
        assertThat(errors("{'day':'2026-02-30','at':'2026-01-31','instant':'','duration':'90'}", Times.class))
                .containsExactly(
                        "day: must be a date such as 2026-01-31, not \"2026-02-30\"",
                        "at: must be a date and time such as 2026-01-31T13:45:00, not \"2026-01-31\"",
                        "instant: must be an instant such as 2026-01-31T13:45:00Z, not \"\"",
                        "duration: must be a duration such as PT1M30S, not \"90\"");
        assertThat(errors("{'day':[2026,1,31],'at':0,'instant':1.5,'duration':9}", Times.class))
                .containsExactly(
                        "day: must be a text, not an array",
                        "at: must be a text, not 0",
                        "instant: must be a text, not 1.5",
                        "duration: must be a text, not 9");
        assertThat(errors("{'day':'2026-01-31T10:00:00','at':'','instant':'x','duration':''}", Times.class))
                .hasSize(4);
    }

    record Page<T>(List<T> items, int total) {}

    @Test
    void genericTypes() {
        JavaType type = Json.MAPPER.getTypeFactory().constructParametricType(Page.class, Line.class);
        assertThat(errors("{'items':[{'name':'a'}],'total':1.5}", type))
                .containsExactly("items[0].price: is missing", "total: must be a whole number, not 1.5");
    }

    record Node(String name, List<Node> children, @Nullable Node next) {}

    @Test
    void recursiveTypes() {
        assertThat(errors("{'name':'a','children':[{'name':'b','children':[{'name':1,'children':[]}]}]}", Node.class))
                .containsExactly("children[0].children[0].name: must be a text, not 1");
        assertThat(read("{'name':'a','children':[],'next':{'name':'b','children':[]}}", Node.class)
                        .next()
                        .name())
                .isEqualTo("b");
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Circle.class, name = "circle"),
        @JsonSubTypes.Type(value = Box.class, name = "box")
    })
    sealed interface Figure {}

    record Circle(double radius) implements Figure {}

    record Box(int width, int height) implements Figure {}

    record Drawing(Figure main, List<Figure> others) {}

    @Test
    void sealedTypes() {
        assertThat(read(
                        "{'main':{'type':'circle','radius':2},'others':[{'width':1,'height':2,'type':'box'}]}",
                        Drawing.class))
                .isEqualTo(new Drawing(new Circle(2), List.of(new Box(1, 2))));
        assertThat(errors(
                        "{'main':{'radius':2},'others':[{'width':'1','type':'box'},{'type':'line'},{'type':3},5]}",
                        Drawing.class))
                .containsExactly(
                        "main.type: is missing",
                        "others[0].width: must be a whole number, not \"1\"",
                        "others[0].height: is missing",
                        "others[1].type: must be one of box, circle, not \"line\"",
                        "others[2].type: must be a text, not 3",
                        "others[3]: must be an object, not 5");
        assertThat(errors("{'radius':1}", Figure.class)).containsExactly("type: is missing");
    }

    /** A class of the old kind. */
    static final class Bean {
        private int size = 5;
        private String name = "none";

        @JsonProperty(required = true)
        public String must;

        @JsonIgnore
        public int ignored;

        public int getSize() {
            return size;
        }

        public void setSize(int size) {
            this.size = size;
        }

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }
    }

    @Test
    void classesWithSettersKeepWhatTheyHave() {
        Bean read = read("{'must':'x'}", Bean.class);
        assertThat(read.getSize()).isEqualTo(5);
        assertThat(errors("{'size':'3','name':4}", Bean.class))
                .containsExactlyInAnyOrder(
                        "size: must be a whole number, not \"3\"", "name: must be a text, not 4", "must: is missing");
        assertThat(errors("{'size':null,'must':'x'}", Bean.class)).containsExactly("size: must not be null");
    }

    record Renamed(@JsonProperty("first-name") String first, @JsonAlias({"zip", "plz"}) String code) {}

    @Test
    void namesAreThoseOfTheJson() {
        assertThat(read("{'first-name':'a','plz':'1'}", Renamed.class)).isEqualTo(new Renamed("a", "1"));
        assertThat(errors("{'first':'a','zip':1}", Renamed.class))
                .containsExactly("first-name: is missing", "code: must be a text, not 1");
    }

    record Isbn(@JsonValue String text) {
        Isbn {
            if (text.length() != 3) {
                throw new IllegalArgumentException("must have three digits");
            }
        }
    }

    record Formatted(@JsonFormat(pattern = "dd.MM.yyyy") LocalDate day, char letter, byte[] data) {}

    @Test
    void formatsOfPropertiesCount() {
        assertThat(read("{'day':'31.01.2026','letter':'x','data':'AQI='}", Formatted.class)
                        .day())
                .isEqualTo(LocalDate.of(2026, 1, 31));
        assertThat(errors("{'day':'2026-01-31','letter':'xy','data':'%'}", Formatted.class))
                .hasSize(3)
                .anyMatch(e -> e.startsWith("day: "))
                .anyMatch(e -> e.startsWith("letter: must be "))
                .anyMatch(e -> e.startsWith("data: must be Base64"));
    }

    record Span(int from, int to) {
        Span {
            if (from > to) {
                throw new IllegalArgumentException("from must not be after to");
            }
        }
    }

    record Spans(List<Span> all, int n) {}

    record Buggy(int n) {
        Buggy {
            throw new IllegalStateException("a bug");
        }
    }

    @Test
    void whatAConstructorRefusesIsAnErrorOfTheObject() {
        assertThat(errors("{'all':[{'from':1,'to':2},{'from':3,'to':2},{'from':5,'to':4}],'n':'x'}", Spans.class))
                .containsExactly(
                        "all[1]: from must not be after to",
                        "all[2]: from must not be after to",
                        "n: must be a whole number, not \"x\"");
        assertThat(errors("{'from':3,'to':2}", Span.class)).containsExactly(": from must not be after to");
        assertThatThrownBy(() -> read("{'n':1}", Buggy.class)).isInstanceOf(IllegalStateException.class);
    }

    // ---- constraints ---------------------------------------------------------------------------

    record Part(@NotBlank @JsonProperty("part-name") String name, @Max(5) int n) {}

    record Whole(
            @Size(min = 2) String title, @Valid List<Part> parts, List<@NotBlank String> tags, List<Part> others) {}

    @Test
    void constraintsAreCheckedTogetherWithTypes() {
        assertThat(errors(
                        "{'title':'a','parts':[{'part-name':'','n':6},{'part-name':'x','n':1}],'tags':['a',' '],"
                                + "'others':[{'part-name':'','n':6}]}",
                        Whole.class))
                .containsExactlyInAnyOrder(
                        "title: size must be between 2 and 2147483647",
                        "parts[0].part-name: must not be blank",
                        "parts[0].n: must be less than or equal to 5",
                        "tags[1]: must not be blank");
        assertThat(errors(
                        "{'title':'a','parts':[{'part-name':'','n':'6'},{'part-name':' ','n':7}],'tags':['a',' '],"
                                + "'others':[{'part-name':'','n':6}]}",
                        Whole.class))
                .containsExactlyInAnyOrder(
                        "title: size must be between 2 and 2147483647",
                        "parts[0].part-name: must not be blank",
                        "parts[0].n: must be a whole number, not \"6\"",
                        "parts[1].part-name: must not be blank",
                        "parts[1].n: must be less than or equal to 5",
                        "tags[1]: must not be blank");
        JavaType list = Json.MAPPER.getTypeFactory().constructCollectionType(List.class, Part.class);
        assertThat(errors("[{'part-name':'a','n':1},{'part-name':'','n':1}]", list))
                .containsExactly("[1].part-name: must not be blank");
    }

    // ---- writing -------------------------------------------------------------------------------

    record Written(Optional<String> a, Optional<Integer> b, OptionalInt c, Set<Colour> d, Instant e, Isbn f) {}

    @Test
    void whatIsWritten() {
        assertThat(write(new Written(
                        Optional.empty(),
                        Optional.of(1),
                        OptionalInt.empty(),
                        Set.of(Colour.GREEN),
                        Instant.EPOCH,
                        new Isbn("123"))))
                .isEqualTo(
                        "{\"a\":null,\"b\":1,\"c\":null,\"d\":[\"light-green\"],\"e\":\"1970-01-01T00:00:00Z\",\"f\":\"123\"}");
        assertThat(write(null)).isEqualTo("null");
        assertThat(write(new BigDecimal("1.50"))).isEqualTo("1.50");
        assertThat(write("\u00e4\"")).isEqualTo("\"\u00e4\\\"\"");
    }

    record Rates(List<Map<String, Object>> all) {}

    @Test
    void numbersThatJsonHasNotAreRefused() {
        for (Object bad : new Object[] {
            Double.NaN,
            Float.NaN,
            Double.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            new double[] {Double.NaN},
            new float[] {Float.NaN}
        }) {
            assertThatThrownBy(() -> write(bad)).as(bad.toString()).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> write(new Rates(List.of(Map.of(), Map.of("rate", Double.NaN)))))
                .hasMessage(
                        "Cannot write " + Rates.class.getName() + " as JSON: all[1].rate: JSON has no number for NaN");
        assertThat(Json.MAPPER.getFactory()).isInstanceOf(FiniteNumbers.class);
    }
}

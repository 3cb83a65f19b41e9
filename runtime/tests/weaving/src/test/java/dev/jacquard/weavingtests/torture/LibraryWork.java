package dev.jacquard.weavingtests.torture;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import org.apache.commons.collections4.Bag;
import org.apache.commons.collections4.BidiMap;
import org.apache.commons.collections4.CollectionUtils;
import org.apache.commons.collections4.IterableUtils;
import org.apache.commons.collections4.ListUtils;
import org.apache.commons.collections4.MapUtils;
import org.apache.commons.collections4.MultiValuedMap;
import org.apache.commons.collections4.SetUtils;
import org.apache.commons.collections4.Trie;
import org.apache.commons.collections4.bag.TreeBag;
import org.apache.commons.collections4.bidimap.DualHashBidiMap;
import org.apache.commons.collections4.bidimap.TreeBidiMap;
import org.apache.commons.collections4.comparators.ComparatorChain;
import org.apache.commons.collections4.comparators.NullComparator;
import org.apache.commons.collections4.iterators.PermutationIterator;
import org.apache.commons.collections4.list.TreeList;
import org.apache.commons.collections4.map.CaseInsensitiveMap;
import org.apache.commons.collections4.map.LRUMap;
import org.apache.commons.collections4.map.ListOrderedMap;
import org.apache.commons.collections4.map.MultiKeyMap;
import org.apache.commons.collections4.multimap.ArrayListValuedHashMap;
import org.apache.commons.collections4.queue.CircularFifoQueue;
import org.apache.commons.collections4.trie.PatriciaTrie;
import org.apache.commons.lang3.ArrayUtils;
import org.apache.commons.lang3.BooleanUtils;
import org.apache.commons.lang3.CharSetUtils;
import org.apache.commons.lang3.ClassUtils;
import org.apache.commons.lang3.Range;
import org.apache.commons.lang3.StringUtils;
import org.apache.commons.lang3.builder.CompareToBuilder;
import org.apache.commons.lang3.builder.EqualsBuilder;
import org.apache.commons.lang3.builder.HashCodeBuilder;
import org.apache.commons.lang3.builder.ToStringBuilder;
import org.apache.commons.lang3.builder.ToStringStyle;
import org.apache.commons.lang3.math.Fraction;
import org.apache.commons.lang3.math.NumberUtils;
import org.apache.commons.lang3.mutable.MutableInt;
import org.apache.commons.lang3.reflect.FieldUtils;
import org.apache.commons.lang3.reflect.MethodUtils;
import org.apache.commons.lang3.time.DateUtils;
import org.apache.commons.lang3.time.DurationFormatUtils;
import org.apache.commons.lang3.time.FastDateFormat;
import org.apache.commons.lang3.tuple.ImmutablePair;
import org.apache.commons.lang3.tuple.Pair;
import org.apache.commons.lang3.tuple.Triple;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.json.JSONPointer;
import org.json.XML;

/** Real work for the libraries, as lines of text: untouched and woven ones must give the same. */
public final class LibraryWork {
    private final List<String> lines = new ArrayList<>();

    private LibraryWork() {}

    /** Does all of it. */
    public static List<String> run() throws Exception {
        LibraryWork work = new LibraryWork();
        work.gson();
        work.json();
        work.strings();
        work.builders();
        work.times();
        work.reflection();
        work.collections();
        work.maps();
        return work.lines;
    }

    private void line(Object text) {
        lines.add(String.valueOf(text));
    }

    static final class Item implements Comparable<Item> {
        String name;
        int count;
        double price;
        List<String> tags = new ArrayList<>();
        Map<String, Item> parts = new LinkedHashMap<>();
        int[] sizes = {1, 2, 3};
        Colour colour = Colour.RED;
        transient String hidden = "hidden";

        Item() {}

        Item(String name, int count, double price, String... tags) {
            this.name = name;
            this.count = count;
            this.price = price;
            this.tags.addAll(Arrays.asList(tags));
        }

        @Override
        public int compareTo(Item o) {
            return new CompareToBuilder()
                    .append(name, o.name)
                    .append(count, o.count)
                    .append(sizes, o.sizes)
                    .build();
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Item i
                    && new EqualsBuilder()
                            .append(name, i.name)
                            .append(count, i.count)
                            .append(price, i.price)
                            .append(sizes, i.sizes)
                            .isEquals();
        }

        @Override
        public int hashCode() {
            return new HashCodeBuilder(17, 37)
                    .append(name)
                    .append(count)
                    .append(price)
                    .append(sizes)
                    .toHashCode();
        }

        @Override
        public String toString() {
            return new ToStringBuilder(this, ToStringStyle.SHORT_PREFIX_STYLE)
                    .append("name", name)
                    .append("count", count)
                    .append("tags", tags)
                    .append("sizes", sizes)
                    .toString();
        }
    }

    enum Colour {
        RED,
        GREEN
    }

    private static final String TEXT = "{\"name\":\"box\",\"count\":3,\"price\":1.5e2,\"tags\":[\"a\",\"\\u00e9\\n"
            + "\"],\"parts\":{\"lid\":{\"name\":\"lid\",\"count\":1,\"sizes\":[9]}},\"colour\":\"GREEN\"}";

    private void gson() throws IOException {
        Gson gson = new GsonBuilder().setPrettyPrinting().serializeNulls().create();
        Item item = gson.fromJson(TEXT, Item.class);
        line(item + " " + item.parts + " " + item.colour + " " + item.price);
        line(gson.toJson(item));
        line(new Gson().toJson(Map.of("k", List.of(1, 2.5, true))));
        List<Map<String, Integer>> maps = new Gson()
                .fromJson("[{\"a\":1},{\"b\":2,\"c\":3}]", new TypeToken<List<Map<String, Integer>>>() {}.getType());
        line(maps);
        JsonObject tree = JsonParser.parseString(TEXT).getAsJsonObject();
        JsonArray array = new JsonArray();
        for (Map.Entry<String, JsonElement> e : tree.entrySet()) {
            array.add(e.getKey() + "=" + e.getValue());
        }
        tree.add("all", array);
        line(tree + " " + tree.deepCopy().equals(tree) + " " + tree.hashCode());
        for (String bad : new String[] {"{\"a\":", "[1,,2]", "{\"count\":\"x\"}", "nul"}) {
            try {
                line(new Gson().fromJson(bad, Item.class));
            } catch (JsonSyntaxException e) {
                line(e.getMessage());
            }
        }
        StringWriter out = new StringWriter();
        try (JsonWriter writer = new JsonWriter(out)) {
            writer.setIndent(" ");
            writer.beginObject()
                    .name("x")
                    .value(1L)
                    .name("y")
                    .beginArray()
                    .value(true)
                    .nullValue()
                    .value("q\"")
                    .endArray()
                    .endObject();
        }
        line(out);
        try (JsonReader reader = new JsonReader(new StringReader("{'a':[1,2,{\"b\":null}],c:'d'} // end"))) {
            reader.setStrictness(com.google.gson.Strictness.LENIENT);
            StringBuilder tokens = new StringBuilder();
            for (JsonToken t = reader.peek(); t != JsonToken.END_DOCUMENT; t = reader.peek()) {
                tokens.append(t).append(' ').append(reader.getPath()).append(' ');
                switch (t) {
                    case BEGIN_ARRAY -> reader.beginArray();
                    case END_ARRAY -> reader.endArray();
                    case BEGIN_OBJECT -> reader.beginObject();
                    case END_OBJECT -> reader.endObject();
                    case NAME -> tokens.append(reader.nextName());
                    case STRING -> tokens.append(reader.nextString());
                    case NUMBER -> tokens.append(reader.nextLong());
                    default -> reader.skipValue();
                }
            }
            line(tokens);
        }
    }

    private void json() {
        JSONObject object = new JSONObject(TEXT);
        line(sorted(object));
        line(object.getJSONObject("parts").optInt("none", 5) + " " + object.getBigDecimal("price"));
        line(new JSONPointer("/parts/lid/sizes/0").queryFrom(object));
        JSONArray array = new JSONArray("[3, \"x\", [true, null], {\"k\": 1e3}]");
        array.put(new JSONObject().put("deep", new JSONArray(List.of(1, 2))));
        line(array.toString(2));
        line(array.toList());
        line(XML.toString(new JSONObject("{\"r\":{\"a\":[1,2],\"b\":\"<&>\"}}")));
        line(XML.toJSONObject("<r><a id='7'>text</a><a/><!-- c --><b>5</b></r>").toString());
        for (String bad : new String[] {"{", "{\"a\" 1}", "[1 2]", "{\"a\":tru e"}) {
            try {
                line(bad.startsWith("[") ? new JSONArray(bad) : sorted(new JSONObject(bad)));
            } catch (JSONException e) {
                line(e.getMessage());
            }
        }
        line(sorted(new JSONObject(Map.of("bean", Map.of("x", new int[] {1, 2}), "n", 2.50))));
    }

    private static String sorted(JSONObject object) {
        return new TreeMap<>(object.toMap()).toString();
    }

    private void strings() {
        String text = "  The quick, brown fox; jumps over: the lazy dog  ";
        line(Arrays.toString(StringUtils.split(text, " ,;:")));
        line(StringUtils.capitalize(StringUtils.strip(text)) + StringUtils.reverse(text) + StringUtils.swapCase(text));
        line(StringUtils.abbreviate(text.trim(), 20)
                + StringUtils.center("mid", 11, "*-")
                + StringUtils.leftPad("7", 4, '0'));
        line(StringUtils.indexOfDifference("kitten", "kitchen") + " " + StringUtils.getCommonPrefix("frog", "from"));
        line(StringUtils.replaceEach("abcde", new String[] {"ab", "d"}, new String[] {"w", "t"})
                + StringUtils.difference("i am", "i are"));
        line(Arrays.toString(StringUtils.splitByCharacterTypeCamelCase("fooBarASFLicense200.5"))
                + StringUtils.substringsBetween("[a][b]", "[", "]").length);
        line(StringUtils.wrap("x", '"')
                + StringUtils.rotate("abcdef", 2)
                + StringUtils.overlay("abcdef", "zzzz", 2, 4)
                + StringUtils.stripAccents("éàü"));
        line(StringUtils.join(List.of(1, 2, 3), "-")
                + StringUtils.countMatches("abab", "ab")
                + StringUtils.isNumeric("12")
                + StringUtils.containsAny("x", 'y', 'x'));
        line(CharSetUtils.delete("hello", "k-p")
                + CharSetUtils.count("hello", "k-p")
                + CharSetUtils.squeeze("hello", "k-p"));
        line(NumberUtils.createNumber("0x1F")
                + " "
                + NumberUtils.createNumber("1.5e10")
                + " "
                + NumberUtils.isCreatable("09")
                + NumberUtils.max(1, 5, 3)
                + NumberUtils.toInt("x", 7));
        line(Fraction.getFraction("3 2/5")
                        .multiplyBy(Fraction.getFraction(5, 7))
                        .toProperString()
                + Fraction.getFraction(0.375).add(Fraction.ONE_HALF));
        line(Arrays.toString(ArrayUtils.addAll(new int[] {1, 2}, 3, 4))
                + Arrays.toString(ArrayUtils.removeElements(new int[] {1, 2, 1, 3}, 1, 3))
                + ArrayUtils.indexOf(new String[] {"a", "b"}, "b"));
        int[] shifted = {1, 2, 3, 4, 5};
        ArrayUtils.shift(shifted, 2);
        ArrayUtils.swap(shifted, 0, 3);
        line(Arrays.toString(shifted) + Arrays.toString(ArrayUtils.toObject(shifted)) + ArrayUtils.toString(shifted));
        line(BooleanUtils.toBooleanObject("yes")
                + " "
                + BooleanUtils.toStringOnOff(BooleanUtils.negate(Boolean.TRUE))
                + Range.of(1, 10).intersectionWith(Range.of(5, 20))
                + Range.of(1, 3).contains(2));
        MutableInt n = new MutableInt(3);
        line(n.incrementAndGet() + n.getAndAdd(5) + " " + n);
        try {
            line(org.apache.commons.lang3.Validate.notEmpty("", "empty %s", "arg"));
        } catch (IllegalArgumentException e) {
            line(e.getMessage());
        }
    }

    private void builders() {
        Item a = new Item("a", 1, 2.5, "x", "y");
        Item b = new Item("a", 1, 2.5);
        Item c = new Item("c", 2, 3);
        line(a + " " + a.equals(b) + a.equals(c) + (a.hashCode() == b.hashCode()) + a.compareTo(c));
        line(ToStringBuilder.reflectionToString(c, ToStringStyle.NO_CLASS_NAME_STYLE));
        line(ToStringBuilder.reflectionToString(a, ToStringStyle.JSON_STYLE).length());
        line(EqualsBuilder.reflectionEquals(a, b, "tags")
                + " "
                + HashCodeBuilder.reflectionHashCode(c, "colour", "tags", "parts"));
        Pair<String, Integer> pair = ImmutablePair.of("k", 5);
        line(pair
                + " "
                + pair.compareTo(Pair.of("k", 6))
                + Triple.of(1, "two", 3.0)
                + Pair.of(null, 1).hashCode());
    }

    private void times() throws Exception {
        TimeZone utc = TimeZone.getTimeZone("UTC");
        FastDateFormat format = FastDateFormat.getInstance("yyyy-MM-dd'T'HH:mm:ss.SSSZZ EEE", utc, Locale.US);
        Date date = new Date(1_700_000_000_123L);
        String text = format.format(date);
        line(text + " " + format.parse(text).getTime() + " " + format);
        line(DateUtils.addMonths(date, 5).getTime()
                + " "
                + DateUtils.truncate(date, Calendar.HOUR).getTime() % 1000);
        line(DateUtils.parseDate("2024/02/29", "dd.MM.yyyy", "yyyy/MM/dd") != null);
        line(DurationFormatUtils.formatDurationWords(93_784_000L, true, true)
                + DurationFormatUtils.formatDuration(3_723_004, "H:mm:ss.SSS"));
        line(DurationFormatUtils.formatPeriod(0, 1_700_000_000_000L, "y M d", true, utc));
    }

    private void reflection() throws Exception {
        Item item = new Item("r", 4, 1);
        line(FieldUtils.readField(item, "name", true)
                + " "
                + FieldUtils.getAllFieldsList(Item.class).size());
        FieldUtils.writeField(item, "count", 9, true);
        line(item.count + " " + MethodUtils.invokeMethod("text", "substring", 1, 3));
        line(ClassUtils.getShortClassName(Map.Entry.class)
                + ClassUtils.getAllInterfaces(ArrayList.class).size()
                + ClassUtils.isAssignable(int.class, Long.class));
        line(ClassUtils.getAbbreviatedName("org.apache.commons.lang3.ClassUtils", 20));
    }

    private void collections() {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            items.add(new Item("n" + (i * 7 % 5), i * 13 % 11, i));
        }
        ComparatorChain<Item> chain = new ComparatorChain<>();
        chain.addComparator(new NullComparator<>(java.util.Comparator.comparing((Item i) -> i.name)));
        chain.addComparator(java.util.Comparator.comparing((Item i) -> i.count), true);
        items.add(null);
        items.sort(new NullComparator<>(chain));
        for (Item i : items) {
            line(i == null ? "null" : i.name + i.count);
        }
        items.remove(null);
        java.util.Collections.sort(items);
        line(CollectionUtils.collect(items, i -> i.name + i.count));
        line(CollectionUtils.select(items, i -> i.count > 5).size()
                + " "
                + CollectionUtils.intersection(List.of(1, 2, 2, 3), List.of(2, 2, 3, 4))
                + CollectionUtils.disjunction(List.of(1, 2), List.of(2, 3)));
        line(CollectionUtils.subtract(List.of(1, 2, 3), List.of(2))
                + " "
                + CollectionUtils.isSubCollection(List.of(1), List.of(1, 2))
                + CollectionUtils.getCardinalityMap(List.of("a", "b", "a")));
        line(CollectionUtils.permutations(List.of(1, 2, 3))
                + " "
                + CollectionUtils.collate(List.of(1, 4), List.of(2, 3)));
        line(ListUtils.partition(List.of(1, 2, 3, 4, 5), 2)
                + " "
                + ListUtils.longestCommonSubsequence("nematode knowledge", "empty bottle")
                + ListUtils.union(List.of(1), List.of(2)));
        line(IterableUtils.toString(IterableUtils.zippingIterable(List.of(1, 3), List.of(2, 4)))
                + SetUtils.difference(java.util.Set.of(1, 2), java.util.Set.of(2)));
        Bag<String> bag = new TreeBag<>(List.of("x", "y", "x"));
        bag.add("z", 3);
        bag.remove("z", 1);
        line(bag + " " + bag.getCount("z") + bag.uniqueSet());
        TreeList<Integer> tree = new TreeList<>();
        for (int i = 0; i < 50; i++) {
            tree.add(i * 31 % (i + 1), i);
        }
        tree.remove(10);
        line(tree + " " + tree.indexOf(7));
        CircularFifoQueue<Integer> queue = new CircularFifoQueue<>(3);
        for (int i = 0; i < 5; i++) {
            queue.add(i);
        }
        line(queue + " " + queue.get(1));
        PermutationIterator<Integer> permutations = new PermutationIterator<>(List.of(1, 2, 3));
        int n = 0;
        while (permutations.hasNext()) {
            n = n * 7 + permutations.next().get(0);
        }
        line(n);
        try {
            ListUtils.unmodifiableList(new ArrayList<>(List.of(1))).add(2);
        } catch (UnsupportedOperationException e) {
            line("unmodifiable");
        }
    }

    private void maps() {
        BidiMap<String, Integer> bidi = new DualHashBidiMap<>();
        TreeBidiMap<String, Integer> treeBidi = new TreeBidiMap<>();
        Trie<String, Integer> trie = new PatriciaTrie<>();
        LRUMap<String, Integer> lru = new LRUMap<>(4);
        MultiValuedMap<String, Integer> multi = new ArrayListValuedHashMap<>();
        CaseInsensitiveMap<String, Integer> insensitive = new CaseInsensitiveMap<>();
        ListOrderedMap<String, Integer> ordered = ListOrderedMap.listOrderedMap(new HashMap<>());
        MultiKeyMap<String, Integer> multiKey = new MultiKeyMap<>();
        for (int i = 0; i < 30; i++) {
            String key = Integer.toString(i * 7919, 36);
            bidi.put(key, i % 20);
            treeBidi.put(key, i % 20);
            trie.put(key, i);
            lru.put(key, i);
            multi.put(key.substring(0, 1), i);
            insensitive.put(key.toUpperCase(Locale.ROOT), i);
            ordered.put(i % 3, key, i);
            multiKey.put(key, "second" + i % 2, i);
            if (i % 5 == 0) {
                treeBidi.removeValue(i);
                trie.remove(Integer.toString((i / 2) * 7919, 36));
            }
        }
        line(new TreeMap<>(bidi) + " " + new TreeMap<>(bidi.inverseBidiMap()));
        line(treeBidi + " " + treeBidi.inverseBidiMap().firstKey() + treeBidi.nextKey(treeBidi.firstKey()));
        line(trie + " " + trie.prefixMap("1") + trie.firstKey() + trie.lastKey());
        line(lru + " " + lru.isFull());
        line(new TreeMap<>(multi.asMap()) + " " + multi.size());
        line(insensitive.get("0") + " " + insensitive.size());
        line(ordered + " " + ordered.indexOf("0"));
        line(multiKey.get("0", "second0") + " " + multiKey.size());
        line(MapUtils.invertMap(Map.of("a", 1))
                + " "
                + MapUtils.getInteger(Map.of("k", 5), "k")
                + MapUtils.getString(Map.of("k", 5), "none", "default"));
    }
}

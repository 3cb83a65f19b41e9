package dev.jacquard.web;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object of which a record, or another class, is made. What is not known of it is of no interest. */
final class ObjectShape extends JsonShape {
    private final JavaType type;
    private final BeanDeserializerBase reader;
    private final List<ObjectProperty> properties = new ArrayList<>();

    ObjectShape(JavaType type, BeanDeserializerBase reader) {
        this.type = type;
        this.reader = reader;
    }

    /** Whether it is made of its properties, and not of something else as a whole. */
    static boolean isPlain(BeanDeserializerBase reader) {
        ValueInstantiator maker = reader.getValueInstantiator();
        boolean isDelegate = maker.canCreateUsingDelegate() || maker.canCreateUsingArrayDelegate();
        return !isDelegate && (maker.canCreateFromObjectWith() || maker.canCreateUsingDefault());
    }

    void addProperties(JsonShapes shapes) throws JsonMappingException {
        for (Iterator<SettableBeanProperty> all = reader.properties(); all.hasNext(); ) {
            SettableBeanProperty p = all.next();
            if (!p.isInjectionOnly() && p.hasValueDeserializer()) {
                properties.add(property(p, shapes));
            }
        }
        properties.sort(Comparator.comparingInt(ObjectProperty::index)); // as a record has them
    }

    private static ObjectProperty property(SettableBeanProperty p, JsonShapes shapes) throws JsonMappingException {
        Declared declared = Declared.of(p);
        JsonShape shape =
                shapes.of(p.getType(), p.getValueDeserializer(), p.getValueTypeDeserializer(), declared.type());
        if (p.getAnnotation(JsonFormat.class) != null && shape instanceof ScalarShape) {
            shape = new ScalarShape(ScalarShape.Kind.ANY, p.getType(), p.getValueDeserializer());
        }
        List<String> aliases = new ArrayList<>();
        for (PropertyName alias : p.findAliases(shapes.context().getConfig())) {
            aliases.add(alias.getSimpleName());
        }
        return new ObjectProperty(p, shape, declared, aliases, declared.defaultValue(p));
    }

    @Override
    void check(JsonNode node, JsonPlace place) {
        if (!(node instanceof ObjectNode object)) {
            if (!reader.getValueInstantiator().canInstantiate() || isObjectOnly()) {
                place.wanted("an object", node);
            } else {
                ScalarShape.read(type, node, place);
            }
            return;
        }
        int before = place.errors.size();
        for (ObjectProperty p : properties) {
            check(p, object, place);
        }
        if (place.isThorough && place.errors.size() == before) {
            readWhole(node, place);
        }
    }

    private boolean isObjectOnly() {
        ValueInstantiator maker = reader.getValueInstantiator();
        return !maker.canCreateFromString() && !maker.canCreateFromInt() && !maker.canCreateFromLong();
    }

    private void check(ObjectProperty p, ObjectNode object, JsonPlace place) {
        JsonNode node = p.find(object);
        if (node == null && p.defaultValue() != null) {
            object.set(p.name(), p.defaultValue());
        }
        if (node == null && p.mayBeMissing()) {
            return;
        }
        place.enter(p.name());
        if (node == null) {
            place.wrong("is missing");
        } else if (!place.isThorough) {
            check(p.shape(), p.mayBeNull(), node, place);
        } else {
            checkThoroughly(p, node, place);
        }
        place.leave();
    }

    private void checkThoroughly(ObjectProperty p, JsonNode node, JsonPlace place) {
        boolean isConstrained = place.isConstrained;
        place.isConstrained = isConstrained && p.declared().isCascaded();
        int before = place.errors.size();
        check(p.shape(), p.mayBeNull(), node, place);
        place.isConstrained = isConstrained;
        if (place.errors.size() > before) {
            return;
        }
        try {
            JsonParser parser = Json.tokens(node);
            Object value = p.property().deserialize(parser, Json.context(parser));
            if (isConstrained) {
                Validation.property(type.getRawClass(), p.declared().javaName(), value, p.shape(), place);
            }
        } catch (IOException | RuntimeException e) {
            JsonFailures.add(e, p.property().getType(), node, place);
        }
    }

    /** A constructor may refuse what is right by itself. */
    private void readWhole(JsonNode node, JsonPlace place) {
        try {
            JsonParser parser = Json.tokens(node);
            reader.deserialize(parser, Json.context(parser));
        } catch (IOException | RuntimeException e) {
            JsonFailures.add(e, type, node, place);
        }
    }

    @Override
    @Nullable
    JsonShape below(@Nullable String javaName) {
        for (ObjectProperty p : properties) {
            if (p.declared().javaName().equals(javaName)) {
                return p.shape();
            }
        }
        return null;
    }

    @Override
    String jsonName(String javaName) {
        for (ObjectProperty p : properties) {
            if (p.declared().javaName().equals(javaName)) {
                return p.name();
            }
        }
        return javaName;
    }
}

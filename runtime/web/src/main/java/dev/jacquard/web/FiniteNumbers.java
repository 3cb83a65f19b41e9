package dev.jacquard.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;

/** Jackson, which would write NaN as the text "NaN", refuses it instead. */
final class FiniteNumbers extends JsonFactory {
    private static final long serialVersionUID = 1;

    @Override
    protected JsonGenerator _createUTF8Generator(OutputStream out, IOContext context) {
        return new Generator(context, _generatorFeatures, this, out);
    }

    private static final class Generator extends UTF8JsonGenerator {
        Generator(IOContext context, int features, FiniteNumbers factory, OutputStream out) {
            super(context, features, factory.getCodec(), out, factory._quoteChar);
        }

        @Override
        public void writeNumber(double d) throws IOException {
            if (!Double.isFinite(d)) {
                _reportError("JSON has no number for " + d);
            }
            super.writeNumber(d);
        }

        @Override
        public void writeNumber(float f) throws IOException {
            if (!Float.isFinite(f)) {
                _reportError("JSON has no number for " + f);
            }
            super.writeNumber(f);
        }
    }
}

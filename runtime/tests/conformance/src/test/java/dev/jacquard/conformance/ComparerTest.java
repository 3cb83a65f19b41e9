package dev.jacquard.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparerTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "[[0,'a','log',1]]                    | [[0,'a','log',1]]                       |" + " -1",
                "[[0,'a','log',1]]                    | [[0,'a','log',2]]                       |" + " 0",
                "[[0,'a'],[1,'b']]                    | [[0,'a']]                               |" + " 1",
                "[[0,'a']]                            | [[0,'a'],[1,'b']]                       |" + " 1",
                "[[0,'a',{'e':'X','m':'*'}]]          | [[0,'a',{'e':'X','m':null}]]            |" + " -1",
                "[[0,'a',{'e':'X','m':'*'}]]          | [[0,'a',{'e':'X','m':'any'}]]           |" + " -1",
                "[[0,'a',{'e':'X','m':'*'}]]          | [[0,'a',{'e':'Y','m':'any'}]]           |" + " 0",
                "[[0,'a',{'e':'X','m':null}]]         | [[0,'a',{'e':'X','m':'any'}]]           |" + " 0",
                "[[0,'a',{'e':'X','m':'any'}]]        | [[0,'a',{'e':'X','m':null}]]            |" + " 0",
                "[[0,'a',{'e':'G','m':'*','of':[1]}]] | [[0,'a',{'e':'G','m':'g','of':[2]}]]    |" + " 0",
                "[[0,'a',{'e':'G','m':'*','of':[1]}]] | [[0,'a',{'e':'G','m':'g'}]]             |" + " 0",
            })
    void firstDifference(String expected, String actual, int index) {
        assertThat(Comparer.firstDifference(list(expected), list(actual))).isEqualTo(index);
    }

    private static List<Object> list(String json) {
        return Json.list(Json.parse(json.replace('\'', '"')));
    }
}

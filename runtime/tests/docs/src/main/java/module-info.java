/** What tests of programs and of their documentation share; not for users. */
module dev.jacquard.docstesting {
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;
    requires static org.jspecify;

    exports dev.jacquard.docstesting;
}

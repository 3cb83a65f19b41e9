/** {@code @Async}, and nothing else. */
module dev.jacquard.annotations {
    exports dev.jacquard.annotations;
}

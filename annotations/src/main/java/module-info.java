/** {@code @Async}, and what silences the weaver. */
module dev.jacquard.annotations {
    exports dev.jacquard.annotations;
}

/** What others see of woven classes: compilers, reflection, proxies, serialisation. */
package dev.jacquard.weavingtests.outside;

package dev.jacquard.samples.debugging;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Stepped;
import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Location;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.StepEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.StepRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps through woven code as an IDE does: with breakpoints in all places that a line has. */
class SteppingTest {
    private static final List<String> FILTERS = List.of("java.*", "jdk.*", "sun.*", "dev.jacquard.*");

    private final List<String> seen = new ArrayList<>();

    @Test
    void stepsOverAwaitsThatDoNotSuspend() throws Exception {
        debug(1, StepRequest.STEP_OVER);
        assertThat(seen).containsExactly("outer 1", "outer 2", "outer 3", "main 9", "main end");
    }

    @Test
    void stepsOnAfterAResumption() throws Exception {
        debug(4, StepRequest.STEP_OVER);
        assertThat(seen).containsExactly("outer 4", "outer 5", "outer 6", "main 9", "main end");
    }

    /** The machinery in between is never shown. */
    @Test
    void stepsIntoWhatIsAwaitedAndThroughASuspension() throws Exception {
        debug(1, StepRequest.STEP_INTO);
        assertThat(seen)
                .containsExactly(
                        "outer 1",
                        "outer 2",
                        "inner 7",
                        "inner 8",
                        "outer 2",
                        "outer 3", // suspends
                        "outer 2", // the switch over the states: it has no line, JDI takes the next
                        "outer 3",
                        "outer 4",
                        "outer 5",
                        "inner 7",
                        "inner 8",
                        "outer 5",
                        "outer 6",
                        "main 9",
                        "main end");
    }

    /** From the first stop at a line on, step by step to the end. */
    private void debug(int from, int depth) throws Exception {
        List<String> source = Files.readAllLines(Path.of("src/test/java/com/acme/Stepped.java"));
        VirtualMachine vm = Debuggee.launch(Stepped.class);
        ClassPrepareRequest prepared = vm.eventRequestManager().createClassPrepareRequest();
        prepared.addClassFilter(Stepped.class.getName());
        prepared.enable();
        try {
            for (; ; ) {
                EventSet events = vm.eventQueue().remove();
                for (Event event : events) {
                    if (event instanceof ClassPrepareEvent e) {
                        stopAt(vm, e, source, from);
                    } else if (event instanceof BreakpointEvent e) {
                        vm.eventRequestManager().deleteAllBreakpoints();
                        see(e.location(), source);
                        step(vm, e.thread(), depth);
                    } else if (event instanceof StepEvent e) {
                        see(e.location(), source);
                        vm.eventRequestManager().deleteEventRequest(e.request());
                        step(vm, e.thread(), depth);
                    }
                }
                events.resume();
            }
        } catch (VMDisconnectedException e) {
            // the program is over
        } finally {
            vm.process().destroyForcibly();
        }
    }

    private static void stopAt(VirtualMachine vm, ClassPrepareEvent e, List<String> source, int from)
            throws AbsentInformationException {
        for (Location l : e.referenceType().allLineLocations()) {
            if (number(l, source).equals(String.valueOf(from))) {
                vm.eventRequestManager().createBreakpointRequest(l).enable();
            }
        }
    }

    private void see(Location l, List<String> source) {
        if (!l.method().isSynthetic()) { // IDEs step on
            seen.add(l.method().name() + " " + number(l, source));
        }
    }

    private static String number(Location l, List<String> source) {
        String line = l.lineNumber() < 1 ? "// none" : source.get(l.lineNumber() - 1);
        return line.substring(line.lastIndexOf("// ") + 3);
    }

    private static void step(VirtualMachine vm, ThreadReference thread, int depth) {
        StepRequest step = vm.eventRequestManager().createStepRequest(thread, StepRequest.STEP_LINE, depth);
        FILTERS.forEach(step::addClassExclusionFilter);
        step.enable();
    }
}

package dev.jacquard.samples.debugging;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMDeathEvent;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import dev.jacquard.samples.Menu;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A debugger stops once at each line of the async code of all samples, before and behind resumptions, and reads every
 * variable that it is told of there.
 */
class DebuggerTest {
    private final TreeSet<String> resumed = new TreeSet<>();
    private final TreeSet<String> unreadable = new TreeSet<>();
    private int stops;

    @Test
    void everyVariableThatIsListedCanBeRead() throws Exception {
        VirtualMachine vm = Debuggee.launch(Menu.class); // the tour of all samples
        ClassPrepareRequest classes = vm.eventRequestManager().createClassPrepareRequest();
        classes.addClassFilter("dev.jacquard.samples.*");
        classes.setSuspendPolicy(EventRequest.SUSPEND_ALL);
        classes.enable();
        try {
            boolean goesOn = true;
            while (goesOn) {
                EventSet events = vm.eventQueue().remove();
                for (Event event : events) {
                    goesOn &= handle(vm, event);
                }
                events.resume();
            }
        } catch (VMDisconnectedException e) {
            // the tour is over
        } finally {
            vm.process().destroyForcibly();
        }
        assertThat(unreadable).isEmpty();
        assertThat(stops).isGreaterThan(300);
        assertThat(resumed).hasSizeGreaterThan(50);
    }

    private boolean handle(VirtualMachine vm, Event event) {
        if (event instanceof ClassPrepareEvent e) {
            stopAtAllLines(vm, e.referenceType());
        } else if (event instanceof BreakpointEvent e) {
            e.request().disable();
            stopped(e);
        }
        return !(event instanceof VMDeathEvent || event instanceof VMDisconnectEvent);
    }

    private static void stopAtAllLines(VirtualMachine vm, ReferenceType type) {
        for (Method m : type.methods()) {
            try {
                if (isBody(m)) {
                    for (Location line : m.allLineLocations()) {
                        BreakpointRequest stop = vm.eventRequestManager().createBreakpointRequest(line);
                        stop.setSuspendPolicy(EventRequest.SUSPEND_ALL);
                        stop.enable();
                    }
                }
            } catch (AbsentInformationException e) {
                // a class without lines
            }
        }
    }

    private void stopped(BreakpointEvent e) {
        stops++;
        Method method = e.location().method();
        if (isResumeBody(method)) {
            resumed.add(e.location().toString());
        }
        try {
            StackFrame frame = e.thread().frame(0);
            frame.getValues(frame.visibleVariables());
        } catch (AbsentInformationException none) {
            // a class without variables
        } catch (IncompatibleThreadStateException | RuntimeException failure) {
            unreadable.add(e.location() + " in " + method + ": " + failure);
        }
    }

    /** What the weaver has made of an async method. */
    private static boolean isBody(Method m) {
        return !m.isAbstract()
                && m.argumentTypeNames().contains("dev.jacquard.woven.Driver")
                && !m.declaringType().name().endsWith("$Coroutine");
    }

    private static boolean isResumeBody(Method m) {
        List<String> types = m.argumentTypeNames();
        return types.size() == 4
                && types.get(0).endsWith("$Coroutine")
                && types.get(2).equals("dev.jacquard.woven.Driver");
    }
}

# SPDX-License-Identifier: MIT
"""A person at the program: starts it on a virtual X display of its own, finds things through the
accessibility bus, clicks, draws and types, and takes pictures.

    with Desktop() as desktop:
        window = desktop.start(["build/src/app/nabla"])
        desktop.click(window.find(name="Train"))

Nothing of the real session is touched: display, D-Bus, accessibility bus and home folder are all
private and end with the `with` block, or with this process, however it ends.
"""

import ctypes
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time

# A warning ends the program where the tests ask for that; the accessibility library in this process
# warns of objects that vanish while it looks, and must go on.
FATAL = os.environ.pop("G_DEBUG", None)

PROGRAMS = ("Xvfb", "dbus-daemon", "gdbus", "xdotool", "xprop", "xwininfo")


def missing():
    """What is not installed, as a sentence, or None."""
    absent = [program for program in PROGRAMS if not shutil.which(program)]
    if not importlib.util.find_spec("pyatspi"):
        absent.append("python3-pyatspi")
    return "not installed: " + ", ".join(absent) if absent else None


def die_with_parent():
    """In a child: SIGTERM when this process ends, even by SIGKILL."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def wait_for(what, timeout=10.0, pause=0.05):
    """Calls `what` until it gives something true, which is returned; None after `timeout` s."""
    end = time.monotonic() + timeout
    while True:
        found = what()
        if found:
            return found
        if time.monotonic() > end:
            return None
        time.sleep(pause)


class Node:
    """An accessible object of the program."""

    def __init__(self, accessible, program):
        self.accessible = accessible
        self.program = program

    @property
    def role(self):
        return self.accessible.getRoleName()

    @property
    def name(self):
        return self.accessible.name or ""

    @property
    def description(self):
        return self.accessible.description or ""

    @property
    def value(self):
        return self.accessible.queryValue().currentValue

    @property
    def text(self):
        text = self.accessible.queryText()
        return text.getText(0, text.characterCount)

    @property
    def sensitive(self):
        import pyatspi
        return self.accessible.getState().contains(pyatspi.STATE_SENSITIVE)

    @property
    def visible(self):
        """Visible and with a size: GTK 4.8 tells SHOWING of windows only."""
        import pyatspi
        if not self.accessible.getState().contains(pyatspi.STATE_VISIBLE):
            return False
        try:
            return min(self.extents()[2:]) > 0
        except NotImplementedError:
            return True

    def extents(self):
        """x, y, width and height within the window."""
        import pyatspi
        box = self.accessible.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
        return box.x, box.y, box.width, box.height

    def walk(self):
        """The node and all below it. What vanishes meanwhile is left out."""
        yield self
        try:
            n = self.accessible.childCount
        except Exception:  # pylint: disable=broad-except
            return
        for i in range(n):
            try:
                child = self.accessible.getChildAtIndex(i)
            except Exception:  # pylint: disable=broad-except
                continue
            if child is not None:
                yield from Node(child, self.program).walk()

    def find_all(self, name=None, role=None, match=None, visible=True):
        """Nodes of that name and role (strings), for which match(node) is true."""
        found = []
        for node in self.walk():
            try:
                if ((name is None or node.name == name) and (role is None or node.role == role)
                        and (match is None or match(node)) and (not visible or node.visible)):
                    found.append(node)
            except Exception:  # pylint: disable=broad-except
                continue
        return found

    def find(self, name=None, role=None, match=None, visible=True, timeout=10.0):
        """The first such node, waited for. LookupError says what there is instead."""
        found = wait_for(lambda: self.find_all(name, role, match, visible), timeout, 0.1)
        if not found:
            there = sorted({f"{node.role} {node.name!r}" for node in self.walk() if node.name})
            raise LookupError(f"nothing named {name!r} of role {role!r} among: "
                              + ", ".join(there)[:4000])
        return found[0]

    def outline(self, depth=0):
        """One line for each visible node below."""
        try:
            if depth and not self.visible:
                return
            line = f"{'  ' * depth}{self.role}: {self.name!r}"
            if self.description:
                line += f" ({self.description})"
            count = self.accessible.childCount
        except Exception:  # pylint: disable=broad-except
            return
        yield line
        for i in range(count):
            child = self.accessible.getChildAtIndex(i)
            if child is not None:
                yield from Node(child, self.program).outline(depth + 1)


class Desktop:
    """A display with a window manager, a session bus and a home, all private."""

    def __init__(self, width=1400, height=900, environment=None):
        self.size = width, height
        self.added = environment or {}
        self.children = []

    def __enter__(self):
        self.home = tempfile.mkdtemp(prefix="nabla-e2e-")
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self):
        environment = dict(os.environ)
        for name in ("WAYLAND_DISPLAY", "DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS",
                     "AT_SPI_BUS_ADDRESS", "XDG_CURRENT_DESKTOP", "GTK_THEME", "LANGUAGE"):
            environment.pop(name, None)
        for name, folder in (("XDG_RUNTIME_DIR", "run"), ("XDG_DATA_HOME", "data"),
                             ("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache")):
            environment[name] = os.path.join(self.home, folder)
            os.makedirs(environment[name], mode=0o700)
        self._look_like_gnome(environment["XDG_CONFIG_HOME"])
        environment.update(HOME=self.home, LC_ALL="C.UTF-8", GDK_BACKEND="x11",
                           GSK_RENDERER="cairo", GTK_A11Y="atspi", GSETTINGS_BACKEND="memory")
        if FATAL:
            environment["G_DEBUG"] = FATAL
        environment.update(self.added)
        self.environment = environment
        environment["DISPLAY"] = ":" + self._start_x()
        bus = self.spawn(["dbus-daemon", "--session", "--print-address=1", "--nofork"],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        self._wake_accessibility()
        # This process looks at the private buses too. pyatspi connects when it is first imported.
        os.environ.clear()
        os.environ.update(environment)
        os.environ.pop("G_DEBUG", None)
        if shutil.which("openbox"):
            self.spawn(["openbox"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            wait_for(self._has_window_manager)

    @staticmethod
    def _look_like_gnome(config):
        """Font and title buttons that a desktop's settings would bring."""
        os.mkdir(os.path.join(config, "gtk-4.0"))
        with open(os.path.join(config, "gtk-4.0", "settings.ini"), "w", encoding="utf-8") as file:
            file.write("[Settings]\ngtk-font-name=Cantarell 11\n"
                       "gtk-decoration-layout=:close\n")

    def _start_x(self):
        reading, writing = os.pipe()
        self.spawn(["Xvfb", "-displayfd", str(writing), "-screen", "0", "%dx%dx24" % self.size,
                    "-nolisten", "tcp", "-noreset"], pass_fds=[writing],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as numbers:
            number = numbers.readline().strip()
        if not number:
            raise RuntimeError("no virtual display could be started")
        return number

    def _wake_accessibility(self):
        def call(*arguments):
            subprocess.run(["gdbus", "call", "--session", "--dest", "org.a11y.Bus", *arguments],
                           env=self.environment, check=True, timeout=30,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        call("--object-path", "/org/a11y/bus", "--method", "org.a11y.Bus.GetAddress")
        call("--object-path", "/org/a11y/bus", "--method", "org.freedesktop.DBus.Properties.Set",
             "org.a11y.Status", "IsEnabled", "<true>")

    def _has_window_manager(self):
        return "window id" in subprocess.run(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"],
                                             env=self.environment, text=True, check=False,
                                             capture_output=True).stdout

    def __exit__(self, *_):
        for child in reversed(self.children):
            if child.poll() is None:
                child.terminate()
                try:
                    child.wait(5)
                except subprocess.TimeoutExpired:
                    child.kill()
                    child.wait()
        shutil.rmtree(self.home, ignore_errors=True)

    def spawn(self, command, **options):
        """A process that ends with the desktop."""
        options.setdefault("env", self.environment)
        # pylint: disable=subprocess-popen-preexec-fn
        child = subprocess.Popen(command, preexec_fn=die_with_parent, **options)
        self.children.append(child)
        return child

    def start(self, command, timeout=30.0):
        """Starts a program and gives its application node once a window is there. The node's
        `process`, `seconds` (until the window was mapped), `log` (file with its stderr) and
        `charts` (those found so far) are set."""
        import pyatspi
        log = os.path.join(self.home, f"stderr-{len(self.children)}")
        with open(log, "wb") as errors:
            begun = time.monotonic()
            process = self.spawn(command, stderr=errors)
        seconds = wait_for(lambda: process.poll() is not None or self.window_of(process)
                           and time.monotonic() - begun, timeout, 0.01)
        if not seconds or process.poll() is not None:
            with open(log, encoding="utf-8", errors="replace") as errors:
                raise RuntimeError(f"{command[0]} showed no window in {timeout} s, exit status "
                                   f"{process.poll()}: {errors.read()}")

        def application():
            for accessible in pyatspi.Registry.getDesktop(0):
                if (accessible is not None and accessible.get_process_id() == process.pid
                        and accessible.childCount):
                    return Node(accessible, None)
            return None

        node = wait_for(application, timeout)
        if node is None:
            raise RuntimeError(f"{command[0]} cannot be reached through the accessibility bus")
        node.program = node
        node.process, node.seconds, node.log, node.charts = process, seconds, log, {}
        return node

    def xdotool(self, *arguments):
        return subprocess.run(["xdotool", *map(str, arguments)], env=self.environment, check=False,
                              text=True, capture_output=True).stdout.strip()

    def window_of(self, process):
        """X id of the program's largest visible window, or None."""
        windows = self.xdotool("search", "--onlyvisible", "--pid", process.pid).split()
        areas = []
        for window in windows:
            _, _, width, height = self.geometry(window)
            areas.append((width * height, window))
        return max(areas)[1] if areas and max(areas)[0] > 100 else None

    def geometry(self, window):
        """x, y, width and height of an X window. (xdotool adds a frame's offset twice.)"""
        lines = subprocess.run(["xwininfo", "-id", window], env=self.environment, check=False,
                               text=True, capture_output=True).stdout.splitlines()
        values = dict(line.strip().split(":", 1) for line in lines if ":" in line)
        keys = "Absolute upper-left X", "Absolute upper-left Y", "Width", "Height"
        return tuple(int(values.get(key, "0")) for key in keys)

    def on_screen(self, node):
        """x, y, width and height of a node on the screen."""
        window = self.window_of(node.program.process)
        left, top, _, _ = self.geometry(window)
        x, y, width, height = node.extents()
        return left + x, top + y, width, height

    def click(self, node):
        """A mouse click in its middle."""
        x, y, width, height = self.on_screen(node)
        self.xdotool("mousemove", x + width // 2, y + height // 2, "sleep", 0.02, "click", 1)

    def stroke(self, points, pause=0.008, release=True):
        """Draws a stroke through these points of the screen with the mouse; gives the time
        (monotonic) at which the last point was sent. The button stays down where `release` is
        False."""
        x, y = points[0]
        commands = ["mousemove", round(x), round(y), "sleep", 0.02, "mousedown", 1]
        for x, y in points[1:]:
            commands += ["sleep", pause, "mousemove", round(x), round(y)]
        self.xdotool(*commands)
        sent = time.monotonic()
        if release:
            self.release()
        return sent

    def release(self):
        self.xdotool("mouseup", 1)

    def key(self, *keys):
        self.xdotool("key", *keys)

    def fill(self, node, text):
        """Clicks into a field and types another value."""
        self.click(node)
        self.key("ctrl+a")
        self.xdotool("type", text)
        self.key("Tab")

    def screenshot(self, path):
        subprocess.run(["import", "-window", "root", path], env=self.environment, check=True)

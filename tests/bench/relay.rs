//! A relay between two nodes that counts what passes.
//!
//! It passes bytes on as they come and understands none of them. Until [`Relay::open`] a connection
//! is taken but nothing passes, so that a measurement can begin when both nodes are ready. It counts
//! bytes both ways, and *turns*: how often the direction changed. Two turns are a round trip.

use std::io;
use std::io::Read;
use std::io::Write;
use std::net::Shutdown;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::thread;
use std::time::Duration;
use std::time::Instant;

/// What a read takes at most.
const BUFFER_BYTES: usize = 64 << 10;

/// A relay to one address. It ends with the process.
#[derive(Debug)]
pub(crate) struct Relay {
    address: SocketAddr,
    shared: Arc<Shared>,
}

/// What has passed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Passed {
    /// Bytes, both ways.
    pub(crate) bytes: u64,
    /// How often the direction changed, the first byte included.
    pub(crate) turns: u64,
    /// From the first byte to the last.
    pub(crate) seconds: f64,
}

/// Which way bytes go.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Way {
    /// From the one who was dialled.
    Back,
    /// From the one who dialled.
    Forth,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    is_open: bool,
    connections: u64,
    bytes: u64,
    turns: u64,
    last_way: Option<Way>,
    first: Option<Instant>,
    last: Option<Instant>,
}

impl Relay {
    /// Starts a relay to `target`, closed.
    pub(crate) fn start(target: &str) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::default());
        let (target, of_thread) = (target.to_owned(), Arc::clone(&shared));
        thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                let (target, shared) = (target.clone(), Arc::clone(&of_thread));
                thread::spawn(move || shared.connection(&connection, &target));
            }
        });
        Ok(Self { address, shared })
    }

    /// Returns where it can be dialled.
    pub(crate) fn address(&self) -> String {
        self.address.to_string()
    }

    /// Waits until somebody has dialled it.
    pub(crate) fn wait_dialed(&self, deadline: Duration) {
        let state = self.shared.state();
        let waiting = |state: &mut State| state.connections == 0;
        let waited = self.shared.changed.wait_timeout_while(state, deadline, waiting);
        let (state, outcome) = waited.expect("no thread of the relay panics");
        drop(state);
        assert!(!outcome.timed_out(), "nobody dialled the relay");
    }

    /// Lets bytes pass, and returns the moment.
    pub(crate) fn open(&self) -> Instant {
        self.shared.state().is_open = true;
        self.shared.changed.notify_all();
        Instant::now()
    }

    /// Begins to count anew, when whoever dialled has hung up.
    pub(crate) fn forget(&self) {
        let mut state = self.shared.state();
        *state = State { is_open: state.is_open, ..State::default() };
    }

    /// Returns what has passed.
    pub(crate) fn passed(&self) -> Passed {
        let state = self.shared.state();
        let span = state.first.zip(state.last).map(|(first, last)| last - first);
        let seconds = span.unwrap_or_default().as_secs_f64();
        Passed { bytes: state.bytes, turns: state.turns, seconds }
    }

    /// Waits until nothing has passed for `pause`, and returns what has.
    pub(crate) fn settled(&self, pause: Duration) -> Passed {
        loop {
            let before = self.passed();
            thread::sleep(pause);
            let after = self.passed();
            if after.bytes == before.bytes && after.bytes > 0 {
                return after;
            }
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no thread of the relay panics")
    }

    /// Carries one connection until either side hangs up.
    fn connection(self: &Arc<Self>, dialer: &TcpStream, target: &str) {
        self.state().connections += 1;
        self.changed.notify_all();
        let state = self.state();
        let open = self.changed.wait_while(state, |state| !state.is_open);
        drop(open.expect("no thread of the relay panics"));
        let Ok(dialed) = TcpStream::connect(target) else { return };
        let both = [dialer, &dialed];
        both.iter().for_each(|it| it.set_nodelay(true).expect("a socket"));
        thread::scope(|scope| {
            scope.spawn(|| self.carry(dialer, &dialed, Way::Forth));
            self.carry(&dialed, dialer, Way::Back);
        });
    }

    fn carry(&self, mut from: &TcpStream, mut to: &TcpStream, way: Way) {
        let mut buffer = vec![0; BUFFER_BYTES];
        while let Ok(length @ 1..) = from.read(&mut buffer) {
            self.count(way, length);
            if to.write_all(&buffer[..length]).is_err() {
                break;
            }
        }
        // The other direction ends as well, or a node would wait for a peer that is gone.
        let _already_closed = from.shutdown(Shutdown::Both);
        let _already_closed = to.shutdown(Shutdown::Both);
    }

    fn count(&self, way: Way, length: usize) {
        let mut state = self.state();
        let now = Instant::now();
        state.bytes += u64::try_from(length).expect("a read is small");
        state.turns += u64::from(state.last_way.replace(way) != Some(way));
        state.first.get_or_insert(now);
        state.last = Some(now);
    }
}

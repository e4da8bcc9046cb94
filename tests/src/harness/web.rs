//! The smallest reader of web pages: one request, one answer, nothing kept open.

use std::collections::BTreeMap;
use std::io::Read;
use std::io::Write;
use std::net::Ipv4Addr;
use std::net::TcpStream;

use tokio::net::TcpSocket;

use super::wait::PATIENCE;

/// What a node served.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Page {
    /// The status code.
    pub status: u16,
    /// The headers, by lower-case name.
    pub headers: BTreeMap<String, String>,
    /// The body, whole.
    pub body: Vec<u8>,
}

/// Fetches `path` from `address`.
///
/// # Panics
///
/// Panics if there is no whole answer.
pub fn get(address: &str, path: &str, headers: &[(&str, &str)]) -> Page {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let extra: String =
        headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let request =
        format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{extra}\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    Page::parse(&answer).expect("a whole answer")
}

/// Connects to `address` from a network of this computer; `None` if nobody lets it in.
///
/// # Panics
///
/// Panics if there is no such network here.
pub fn connect(from: Ipv4Addr, address: &str) -> Option<TcpStream> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let connected = runtime.block_on(async {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind((from, 0).into()).unwrap();
        socket.connect(address.parse().unwrap()).await
    });
    let stream = connected.ok()?.into_std().unwrap();
    stream.set_nonblocking(false).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    Some(stream)
}

impl Page {
    /// Returns the body as text.
    ///
    /// # Panics
    ///
    /// Panics if it is none.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// Returns the body as JSON.
    ///
    /// # Panics
    ///
    /// Panics if it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn parse(answer: &[u8]) -> Option<Self> {
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
        let (head, rest) = answer.split_at(end);
        let head = std::str::from_utf8(head).ok()?;
        let (first, lines) = head.split_once("\r\n")?;
        let status = first.split(' ').nth(1)?.parse().ok()?;
        let header = |line: &str| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_lowercase(), value.trim().to_owned()))
        };
        let headers: BTreeMap<_, _> = lines.split("\r\n").filter_map(header).collect();
        let body = rest.strip_prefix(b"\r\n\r\n")?;
        let chunked = headers.get("transfer-encoding").is_some_and(|it| it == "chunked");
        let body = if chunked { dechunk(body)? } else { body.to_vec() };
        Some(Self { status, headers, body })
    }
}

/// Joins the pieces of a body; `None` if the last one is missing, so that half an answer is none.
fn dechunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n")?;
        let length = std::str::from_utf8(rest.get(..end)?).ok()?;
        let length = usize::from_str_radix(length, 16).ok()?;
        if length == 0 {
            return Some(body);
        }
        let from = end + 2;
        body.extend(rest.get(from..from + length)?);
        rest = rest.get(from + length + 2..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_in_pieces_is_joined() {
        let answer =
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n";
        assert_eq!(Page::parse(answer).unwrap().text(), "abcd");
        assert_eq!(Page::parse(answer.strip_suffix(b"0\r\n\r\n").unwrap()), None);
    }

    #[test]
    fn a_status_and_a_header_are_read() {
        let answer = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\n\r\nno";
        let page = Page::parse(answer).unwrap();
        assert_eq!((page.status, page.headers["content-type"].as_str()), (404, "text/plain"));
    }
}

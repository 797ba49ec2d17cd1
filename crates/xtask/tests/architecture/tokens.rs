//! Just enough of Rust's grammar to tell a name in code from one in a comment or a text.

use std::iter::Peekable;
use std::str::Chars;

/// A name, or a sign that is not part of one, with its line.
#[derive(Debug, PartialEq, Eq)]
pub struct Token {
    pub text: String,
    pub line: usize,
}

/// The names and signs of a source text, without its comments, strings and characters.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut reader = Reader { chars: source.chars().peekable(), line: 1, tokens: Vec::new() };
    while let Some(first) = reader.next() {
        reader.token(first);
    }
    reader.tokens
}

/// The modules named right after `crate::`, alone or in braces.
pub fn from_crate_root(tokens: &[Token]) -> Vec<&Token> {
    let mut found = Vec::new();
    for (index, window) in tokens.windows(4).enumerate() {
        let [first, colon, second, next] = window else {
            continue;
        };
        if first.text != "crate" || colon.text != ":" || second.text != ":" {
            continue;
        }
        if next.text == "{" {
            found.extend(first_names(tokens.iter().skip(index + 3)));
        } else {
            found.push(next);
        }
    }
    found
}

/// In `{a::b, c::{d, e}}` the names `a` and `c`.
fn first_names<'a>(tokens: impl Iterator<Item = &'a Token>) -> Vec<&'a Token> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut at_start = false;
    for token in tokens {
        match token.text.as_str() {
            "{" => {
                depth += 1;
                at_start = depth == 1;
            }
            "}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            "," => at_start = depth == 1,
            _ => {
                if at_start {
                    found.push(token);
                }
                at_start = false;
            }
        }
    }
    found
}

struct Reader<'a> {
    chars: Peekable<Chars<'a>>,
    line: usize,
    tokens: Vec<Token>,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let next = self.chars.next();
        self.line += usize::from(next == Some('\n'));
        next
    }

    fn next_is(&mut self, wanted: char) -> bool {
        self.chars.peek() == Some(&wanted)
    }

    fn token(&mut self, first: char) {
        match first {
            '/' if self.next_is('/') => self.skip_line(),
            '/' if self.next_is('*') => self.skip_block(),
            '"' => self.skip_string(),
            '\'' => self.skip_char_or_lifetime(),
            _ if first.is_whitespace() => {}
            _ if first.is_alphanumeric() || first == '_' => self.name(first),
            _ => self.push(first.to_string()),
        }
    }

    fn push(&mut self, text: String) {
        self.tokens.push(Token { text, line: self.line });
    }

    fn name(&mut self, first: char) {
        let mut text = String::from(first);
        while let Some(next) = self.chars.next_if(|next| next.is_alphanumeric() || *next == '_') {
            text.push(next);
        }
        match text.as_str() {
            "r" | "br" | "cr" if self.next_is('"') || self.next_is('#') => self.raw(text),
            _ => self.push(text),
        }
    }

    /// `r"…"`, `r#"…"#`, or `r#name`.
    fn raw(&mut self, prefix: String) {
        let mut hashes = 0;
        while self.chars.next_if_eq(&'#').is_some() {
            hashes += 1;
        }
        if !self.next_is('"') {
            // A raw name: it follows and is read by itself.
            self.push(prefix);
            return;
        }
        self.next();
        while let Some(next) = self.next() {
            if next == '"' && (0..hashes).all(|_| self.chars.next_if_eq(&'#').is_some()) {
                return;
            }
        }
    }

    fn skip_line(&mut self) {
        while !self.next_is('\n') && self.next().is_some() {}
    }

    fn skip_block(&mut self) {
        let mut depth = 0_usize;
        let mut before = '/';
        while let Some(next) = self.next() {
            match (before, next) {
                ('/', '*') => depth += 1,
                ('*', '/') => depth = depth.saturating_sub(1),
                _ => {
                    before = next;
                    continue;
                }
            }
            if depth == 0 {
                return;
            }
            // So that the sign just used isn't half of the next pair.
            before = ' ';
        }
    }

    fn skip_string(&mut self) {
        while let Some(next) = self.next() {
            match next {
                '\\' => drop(self.next()),
                '"' => return,
                _ => {}
            }
        }
    }

    /// `'x'` and `'\n'` are characters, `'a` is a lifetime, whose name is read by itself.
    fn skip_char_or_lifetime(&mut self) {
        if self.next_is('\\') {
            self.next();
            self.next();
            while self.next().is_some_and(|next| next != '\'') {}
            return;
        }
        let mut ahead = self.chars.clone();
        ahead.next();
        if ahead.next() == Some('\'') {
            self.next();
            self.next();
        }
    }
}

#[test]
fn names_in_comments_and_texts_are_not_code() {
    let source = r##"
        //! No axum here.
        /* nor /* nested */ axum */
        let a = "axum \" axum"; let b = r#"axum " axum"#; let c = '"'; let d = '\''; let e = b'\\';
        fn f<'axum_life>() { r#match(); axum::get() }
    "##;
    let found: Vec<_> =
        tokens(source).into_iter().filter(|token| token.text == "axum").map(|token| token.line).collect();
    assert_eq!(found, [5]);
}

#[test]
fn modules_are_found_alone_and_in_braces() {
    let source =
        "use crate::store::users; use crate::{ports::{mail, clock}, service, app::State}; crate::rpc::f();";
    let tokens = tokens(source);
    let found: Vec<_> = from_crate_root(&tokens).into_iter().map(|token| token.text.as_str()).collect();
    assert_eq!(found, ["store", "ports", "service", "app", "rpc"]);
}

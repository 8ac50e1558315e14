//! cognitui: the Amazon Cognito console for a terminal.
//!
//! A resource is the complete JSON document that AWS sent for it. One table per kind of resource describes
//! its members. Views, forms, rules, diffs and requests all work with documents and tables.
//!
//! A change is prepared on a document that was just read. The user confirms the diff. The resource is read
//! again and compared, then the change is sent: the complete document, or only the changed members for APIs
//! that keep omitted members. A third read verifies the result.
//!
//! Data goes one way:
//!
//! ```text
//! key, reply, signal -> Event -> App::update -> Effect -> runtime -> aws -> Event::Reply -> App::update
//! each frame:                    App -> view::draw
//! ```
//!
//! | room | what it owns | what it may use |
//! | --- | --- | --- |
//! | [`secret`] | text that prints as `[redacted]` | nothing |
//! | [`error`] | a failure as a sentence, a hint and a cause | nothing |
//! | [`visible`] | text that can't drive a terminal | nothing |
//! | [`private_file`] | files that only their owner can read | error |
//! | [`key`] | key presses and how people write them | nothing |
//! | [`saml`] | the reader of SAML metadata, certificates and the encodings of files | nothing |
//! | [`resource`] | documents, field tables, rules, differences, findings | saml, secret |
//! | [`history`] | the record of every write and how to take it back, drafts | resource |
//! | [`message`] | events in, effects out | config, error, history, key, resource, secret |
//! | [`keymap`] | the one table of keys | key, resource |
//! | [`config`] | the configuration file and its rules | keymap, resource |
//! | [`app`] | the state of the program | config, error, history, key, keymap, message, resource, secret |
//! | [`view`] | drawing the state | app, config, error, history, key, keymap, message, resource, visible |
//! | [`aws`] | the SDK: credentials, calls, error texts | config, error, message, resource, saml, secret |
//! | [`demo`] | an in-process Cognito for `--demo` and the tests | saml |
//! | [`runtime`] | the loop | app, aws, demo, error, history, key, message, `private_file`, saml, secret, view |
//! | [`log`] | the log file of `--debug` | error, `private_file`, visible |
//! | [`cli`] | args | app, aws, config, demo, error, history, keymap, message, resource, runtime, visible |
//!
//! The screen, from top to bottom:
//!
//! ```text
//!  cognitui   prod · eu-west-1 · 123456789012 user/ann   3 high in 9 read    who and where, the findings
//!  Identity pools › shop                                                    the way here, the filter
//!  ▸1 Overview   2 App clients (37)                                         tabs, where there are any
//! ──────────────────────────────────────────────────────────────────────────
//!  ▶ shop   ● 1   allowed      │ ● IP2 Classic flow      rows; beside them, the chosen one
//! ───────────────────────────────────────────────────────────────── ↓ 13 more ─
//!  What the chosen setting does, or what just happened                      notice
//!  Enter open  / filter  : actions  ? keys        ⠹ Loading identity pools  keys, under way
//! ```

pub mod app;
pub mod aws;
pub mod cli;
pub mod config;
pub mod demo;
pub mod error;
pub mod history;
pub mod key;
pub mod keymap;
pub mod log;
pub mod message;
pub mod private_file;
pub mod resource;
pub mod runtime;
pub mod saml;
pub mod secret;
pub mod view;
pub mod visible;

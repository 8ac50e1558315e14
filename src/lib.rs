//! cognitui: the Amazon Cognito console for a terminal.
//!
//! A resource is the JSON document that AWS sent for it, whole, and one table per kind says what its members
//! are. Views, forms, rules, differences and requests all work on documents and tables. A change starts from
//! a fresh reading, is confirmed, checked against a second reading, sent whole (where AWS patches, the
//! members that hold a change), and judged by a third one.
//!
//! Data goes one way:
//!
//! ```text
//! key, reply, signal -> Event -> App::update -> Effect -> runtime -> aws -> Event::Reply -> App::update -> view::draw
//! ```
//!
//! | module | what it owns | what it must not know |
//! | --- | --- | --- |
//! | [`resource`] | documents, field tables, rules, differences, findings | SDK, screen, network |
//! | [`message`], [`key`], [`keymap`] | the words between the parts; every key | all parts |
//! | [`app`] | the state, and the one function that changes it | waiting, drawing, clocks, SDK |
//! | [`view`] | drawing the state | how it changes |
//! | [`aws`] | the SDK: credentials, calls, retries, errors in words | the screen |
//! | [`runtime`] | the loop, the terminal, calls under way | what any of it means |
//! | [`demo`] | an in-process Cognito for `--demo` and the tests | the rest of the program, but for the reader of metadata |
//!
//! The screen, from top to bottom:
//!
//! ```text
//!  cognitui   prod · eu-west-1 · 123456789012 user/ann              READ-ONLY    who and where
//!  Identity pools › shop                                                         the way here, the filter
//!  ▸1 Overview   2 App clients                                                   tabs, where there are any
//! ──────────────────────────────────────────────────────────────────────────
//!  ▶ Name                        shop                                            rows
//! ───────────────────────────────────────────────────────────────── ↓ 13 more ─
//!  What the chosen setting does, or what just happened                           notice
//!  ⠹ Reading identity pool shop                     c classic flow   ? keys      under way, keys
//! ```

pub mod app;
pub mod aws;
pub mod cli;
pub mod demo;
pub mod error;
pub mod key;
pub mod keymap;
pub mod log;
pub mod message;
pub mod resource;
pub mod runtime;
pub mod saml;
pub mod secret;
pub mod view;

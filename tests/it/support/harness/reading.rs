//! The screen as tests read it, and what is typed into it and into the editor.

use cognitui::error::AppError;
use cognitui::message::{Drawn, Event, MouseAction, MousePress};
use cognitui::view::theme::Look;
use cognitui::view::{self, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::Harness;

impl Harness {
    /// The screen as text.
    pub fn screen(&self, width: u16, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal");
        terminal
            .draw(|frame| {
                let _ = view::draw(&self.app, &Theme::new(Look::default()), frame);
            })
            .expect("a frame");
        crate::support::lines(terminal.backend().buffer()).join("\n")
    }

    /// The sentences that a window of a size has no room for.
    pub fn clipped(&self, width: u16, height: u16) -> Vec<String> {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal");
        let mut clipped = Vec::new();
        let draw = |frame: &mut ratatui::Frame| {
            clipped = view::render(&self.app, &Theme::new(Look::default()), frame).clipped;
        };
        terminal.draw(draw).expect("a frame");
        clipped
    }

    /// Draws a frame, which tells the program where everything stands.
    pub(super) fn draw(&mut self) {
        let (width, height) = self.app.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal");
        let mut drawn = Drawn::default();
        terminal
            .draw(|frame| drawn = view::draw(&self.app, &Theme::new(Look::default()), frame))
            .expect("a frame");
        self.app.note_drawn(drawn);
    }

    /// Clicks on a text that is on the screen.
    pub fn click(&mut self, text: &str) -> &mut Self {
        let screen = self.screen(self.app.size.0, self.app.size.1);
        let place = screen.lines().enumerate().find_map(|(row, line)| {
            let before = &line[..line.find(text)?];
            Some((u16::try_from(before.chars().count()).ok()?, u16::try_from(row).ok()?))
        });
        let (column, row) = place.unwrap_or_else(|| panic!("'{text}' is not on the screen:\n{screen}"));
        self.event(Event::Mouse(MousePress { action: MouseAction::Click, column, row }))
    }

    /// Turns the wheel by one notch.
    pub fn wheel(&mut self, action: MouseAction) -> &mut Self {
        self.event(Event::Mouse(MousePress { action, column: 1, row: 1 }))
    }

    /// Asserts that the screen shows a text.
    pub fn sees(&mut self, text: &str) -> &mut Self {
        let screen = self.screen(self.app.size.0, self.app.size.1);
        assert!(screen.contains(text), "'{text}' is not on the screen:\n{screen}");
        self
    }

    /// Asserts that the screen shows a text no more.
    pub fn vanishes(&mut self, text: &str) -> &mut Self {
        let screen = self.screen(self.app.size.0, self.app.size.1);
        assert!(!screen.contains(text), "'{text}' is still on the screen:\n{screen}");
        self
    }

    /// Asserts that the screen does not show a text, and that nothing under way could bring it.
    pub fn never_shows(&mut self, text: &str) -> &mut Self {
        assert!(self.hold || self.held.is_empty(), "calls are under way: {:?}", self.held);
        let screen = self.screen(self.app.size.0, self.app.size.1);
        assert!(!screen.contains(text), "'{text}' is on the screen:\n{screen}");
        self
    }

    /// Goes down in a form until the marked line begins with a label.
    pub fn focus_field(&mut self, label: &str) -> &mut Self {
        let begins = |field: &str| field.trim_start().starts_with(label.trim_start());
        let is_marked = |line: &str| line.split_once('▶').is_some_and(|(_, field)| begins(field));
        for _ in 0..120 {
            if self.screen(self.app.size.0, self.app.size.1).lines().any(is_marked) {
                return self;
            }
            self.press("down");
        }
        panic!("there is no field {label}:\n{}", self.screen(120, 60));
    }

    /// Goes down on a screen until the chosen row begins with a label.
    pub fn focus_row(&mut self, label: &str) -> &mut Self {
        self.press("g").focus_field(label)
    }

    /// Goes down to a field and replaces its text.
    pub fn fill(&mut self, label: &str, text: &str) -> &mut Self {
        self.focus_field(label).press("ctrl-u").write(text)
    }

    /// The next time, the user replaces a part of the text in the editor.
    pub fn replaces(&mut self, part: &str, by: &str) -> &mut Self {
        let (part, by) = (part.to_owned(), by.to_owned());
        self.edits(move |text| {
            assert!(text.contains(&part), "{part} is not in the text:\n{text}");
            Ok(text.replacen(&part, &by, 1))
        })
    }

    /// The next time, this becomes of the text in the editor.
    pub fn edits(&mut self, edit: impl Fn(&str) -> Result<String, AppError> + 'static) -> &mut Self {
        self.edits.push_back(Box::new(edit));
        self
    }
}

//! What a keypress costs, as ratios within one run: `cargo bench`. A ratio near 1 says that the cost does not
//! grow with the list; single times are only good on the machine they were taken on.

use std::hint::black_box;
use std::time::{Duration, Instant};

use cognitui::app::{App, Options, Target};
use cognitui::message::{Call, Effect, Event, Progress, Reply, RequestId};
use cognitui::resource::Document;
use cognitui::view::theme::Look;
use cognitui::view::{self, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use serde_json::json;

const KEYS: usize = 2_000;

fn main() {
    let (small, large) = (list(10), list(10_000));
    let [few, many] = paired([small, large], |app| {
        let down = app.tick.is_multiple_of(2);
        drop(app.update(Event::Tick, 0));
        drop(app.update(Event::Key(if down { "j" } else { "k" }.parse().expect("a key")), 0));
    });
    print("a move in a list of 10", few, None);
    print("a move in a list of 10,000", many, Some(few));

    let [few, many] = paired([list(60), list(10_000)], |app| {
        drop(app.update(Event::Key("/".parse().expect("a key")), 0));
        drop(app.update(Event::Key("7".parse().expect("a key")), 0));
        drop(app.update(Event::Key("esc".parse().expect("a key")), 0));
    });
    print("a filter over a page of 60", few, None);
    print("a filter over 10,000 rows", many, Some(few));
}

/// A list of so many identity pools, read to its end.
fn list(rows: usize) -> App {
    let (mut app, effects) = App::start(Options::default(), Target::IdentityPools);
    let reads = |effect: &Effect| match effect {
        Effect::Call(id, Call::List(..)) => Some(*id),
        _ => None,
    };
    let id: RequestId = effects.iter().find_map(reads).expect("the list is read");
    let row = |number: usize| {
        let id = format!("eu-west-1:00000000-0000-0000-0000-{number:012}");
        Document::from_value(json!({"IdentityPoolId": id, "IdentityPoolName": format!("pool {number}")}))
    };
    for page in (0..rows).collect::<Vec<_>>().chunks(60) {
        drop(app.update(
            Event::Progress(id, Progress::Page(page.iter().filter_map(|number| row(*number)).collect())),
            0,
        ));
    }
    drop(app.update(Event::Reply(id, Ok(Reply::Listed(None))), 0));
    app
}

/// The median time of an event and the frame after it, in a window of ten rows, for two states in turn, so
/// that a machine that slows down slows both.
fn paired(mut apps: [App; 2], mut event: impl FnMut(&mut App)) -> [Duration; 2] {
    let mut terminals = [(); 2].map(|()| Terminal::new(TestBackend::new(200, 18)).expect("a terminal"));
    let theme = Theme::new(Look::default());
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..KEYS {
        for ((app, terminal), times) in apps.iter_mut().zip(&mut terminals).zip(&mut times) {
            let start = Instant::now();
            event(app);
            terminal.draw(|frame| _ = view::draw(app, &theme, frame)).expect("a frame");
            times.push(start.elapsed());
            black_box(&app);
        }
    }
    times.map(|mut times| {
        times.sort_unstable();
        times[times.len() / 2]
    })
}

fn print(what: &str, time: Duration, against: Option<Duration>) {
    let ratio = against
        .map(|other| format!("   {:.2} times", time.as_secs_f64() / other.as_secs_f64()))
        .unwrap_or_default();
    println!("{what:<32} {:>9.1} µs{ratio}", time.as_secs_f64() * 1e6);
}

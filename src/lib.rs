//! cognitui: the Amazon Cognito console for a terminal.

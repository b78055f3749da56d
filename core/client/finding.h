#pragma once

#include <QString>

#include <vector>

namespace gw::client {

// Something the doctor has found, and what can be done about it with one click.
// Members left out of a designated initializer are empty.
struct Finding
{
    enum class Kind { Good, Note, Fault };
    enum class Fix {
        None,
        UsePort,        // value: the port.
        UnlockVault,    // By keychain or passphrase, as the vault says.
        CopyText,       // value: a line for a terminal.
        OpenSettings,   // value: what to look for there; may be empty.
        OpenProviders,
        AllowOrigin,   // value: the origin.
    };

    QString id = {};   // "port", "proxy" ...; stable, for tests and reports.
    Kind kind = Kind::Good;
    QString title = {};    // What is, in a sentence.
    QString detail = {};   // What it means and what helps; never a secret.
    Fix fix = Fix::None;
    QString fixText = {};   // On the button.
    QString value = {};
};

// The findings as plain text, for an error report.
QString reportText(const std::vector<Finding> &findings);

}   // namespace gw::client

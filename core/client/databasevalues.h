#pragma once

#include "core/base/secret.h"
#include "core/client/values.h"

// A PostgreSQL that gateways share, as this window reaches it without one of them.
namespace gw::client {

enum class DatabaseTls { Off, Required, Verified };

struct KnownDatabase
{
    QString host = {};   // Empty: none is known.
    int port = 5432;
    QString database = {};
    QString user = {};
    DatabaseTls tls = DatabaseTls::Required;
    QString authorities = {};   // PEM file, for Verified; empty: the system's.
    bool hasPassword = false;   // In this computer's vault.

    bool isKnown() const { return !host.isEmpty(); }
    // "portico@db.example"
    QString shownName() const { return database + QStringLiteral("@") + host; }
    bool operator==(const KnownDatabase &) const = default;
};

struct DatabaseDraft
{
    KnownDatabase database = {};
    Secret password = {};   // Empty: the one that is kept for this host, port and user, if there is one.
};

// One stage of a test, told as it begins and as it ends.
struct DatabaseStep
{
    enum class Kind { Reach, Tls, SignIn, Schema, Content, Rights };
    static constexpr std::size_t kKinds = 6;
    enum class State { Waiting, Running, Passed, Warned, Failed };

    Kind kind = Kind::Reach;
    State state = State::Waiting;
    QString detail = {};   // In a word or two: "TLSv1.3".
};

// Why a database cannot be read.
enum class DatabaseFault {
    None,
    Unreachable,
    Tls,
    SignIn,
    NoDatabase,
    NoSchema,      // No gateway has used it.
    OlderSchema,   // Gateways that use it are of an older version.
    NewerSchema,   // Its tables were changed by a newer version.
    NotAllowed,    // The role may not read what is needed.
    Other,
};

struct DatabaseTest
{
    DatabaseFault fault = DatabaseFault::None;
    QString problem = {};    // What the server or the system said; empty where fault says it all.
    QString server = {};     // "15.4"
    QString protocol = {};   // "TLSv1.3"; empty: what is sent can be read on its way.
    QStringList gateways = {};
    std::int64_t rows = 0;   // Attempts in the ledgers.
    bool mayWrite = false;
    QString readerSql = {};   // Makes a role that may read and no more; where mayWrite.
};

}   // namespace gw::client

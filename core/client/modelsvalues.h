#pragma once

#include "core/client/values.h"

namespace gw::client {

// One way to answer a public model name: a row of model_list. Prices are 10^-12 USD per million tokens, -1
// for unknown.
struct DeploymentRow
{
    QString id;   // Programs may ask for it by this, too.
    QString group;
    QString providerId;
    QString providerName;
    QString accountId;
    QString accountName;
    QString upstreamModel;
    QString baseUrl;
    QString mode = QStringLiteral("chat");
    QString problem;   // Why calls cannot work; empty: they can.
    bool paused = false;
    bool local = false;
    bool mock = false;
    std::int64_t input = -1;
    std::int64_t cached = -1;
    std::int64_t output = -1;
    bool free = false;        // By the config's wish, or because it runs here.
    bool estimated = false;   // Some price was derived and not read.
    QString priceSource;      // "openai:gpt-4o", "config", "local"; empty: no price.
    QString priceVersion;     // Of the table.
    // As the config writes them for this deployment, dollars per million tokens; empty: the table's.
    QString ownInput;
    QString ownOutput;
    std::int64_t context = 0;   // Tokens; 0: unknown.
    std::int64_t maxOutput = 0;
    QStringList abilities;   // "tools", "vision", "audio", "reasoning", "embeddings".
    QString shutdown;        // YYYY-MM-DD the provider switches it off.
    QString replacement;
    QString readOnly;   // Why the window cannot change it; empty: it can.
};

// A name that programs ask for.
struct ModelGroup
{
    QString name;
    QStringList aliasOf;   // Not empty: an alias, without deployments of its own.
    std::vector<DeploymentRow> deployments;
};

// What is written when a deployment is added or changed.
struct DeploymentDraft
{
    QString group;
    QString accountId;   // Whose address and key it uses.
    QString upstreamModel;
    QString ownInput;   // Dollars per million tokens; empty: the table's price.
    QString ownOutput;
};

// What goes with deployments that are removed.
struct RemovalEffect
{
    QStringList deployments;   // Upstream models that go.
    QStringList unserved;      // Public names that nobody answers afterwards.
    QStringList references;    // What names those, in words: "alias fast", "fallback of sonnet".
};

// How a change of the config came out.
struct ChangeResult
{
    bool ok = false;
    QString problem;
    bool undoable = false;
};

struct DeploymentTest
{
    bool ok = false;
    QString answer;
    QString problem;
    std::int64_t tookUs = 0;
};

}   // namespace gw::client

#pragma once

#include "core/client/configvalues.h"
#include "core/client/routingvalues.h"
#include "ui/framework/surfaces.h"

#include <optional>

class QPushButton;

namespace gw::client {
class ConfigClient;
class GatewayClient;
}   // namespace gw::client

namespace gw::ui {

class Label;

// Where a request goes when its own name has failed, by the kind of failure; and the other names that models
// have. Changed in config.yaml where it stands; lists in forms that have no sources are shown and left alone.
class FallbacksCard final : public Card
{
    Q_OBJECT

public:
    enum class Kind { General, Context, Policy };

    explicit FallbacksCard(client::GatewayClient &client, QWidget *parent = nullptr);
    void show(const client::RoutingState &state);
    void add();

private:
    // One list of config.yaml.
    struct List
    {
        client::ConfigPath path;
        json::Value seen = nullptr;
        bool editable = true;
    };

    void ask();
    void handleValues(const std::vector<client::ConfigValue> &values);
    void handleSaved(const client::ConfigSaved &result);
    void rebuild();
    void addRow(QWidget *box, Kind kind, const client::RouteChain &chain);
    void addAliases(QWidget *box);
    void edit(std::optional<Kind> kind, const client::RouteChain &chain);
    // Without targets the chain goes.
    void write(Kind kind, const QString &source, const QStringList &targets);
    void undo();

    client::GatewayClient &m_client;
    client::ConfigClient &m_config;
    client::RoutingState m_state;
    List m_lists[3];
    client::Token m_valuesToken = 0;
    client::Token m_saveToken = 0;
    std::vector<client::ConfigEdit> m_undoEdits;
    bool m_undoing = false;
    bool m_loaded = false;
    QString m_shown;   // What the rows were made of.

    QWidget *m_rows = nullptr;
    QPushButton *m_add = nullptr;
    Label *m_outcome = nullptr;
    QPushButton *m_undo = nullptr;
};

}   // namespace gw::ui

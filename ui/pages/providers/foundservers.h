#pragma once

#include "core/client/discoveryclient.h"
#include "ui/framework/surfaces.h"

namespace gw::client {
class GatewayClient;
}

namespace gw::ui {

class Label;

// Model servers that run on this computer, each with the one click that takes it into use. Hidden while none
// is found. Looks when it is made, when look() is called, and when the config has changed.
class FoundServers final : public Card
{
    Q_OBJECT

public:
    explicit FoundServers(client::GatewayClient &client, QWidget *parent = nullptr);

    void look();
    const std::vector<client::FoundServer> &servers() const { return m_servers; }
    // The first that is not used yet and has a model; null: none.
    const client::FoundServer *firstFree() const;
    void use(const client::FoundServer &server);
    bool isAdding() const { return m_adding; }
    // Otherwise the card stays hidden, whatever is found.
    void setShown(bool shown);

Q_SIGNALS:
    // What is found, or what is done about it, is another.
    void changed();

private:
    void rebuild();
    QWidget *makeRow(const client::FoundServer &server);

    client::GatewayClient &m_client;
    std::vector<client::FoundServer> m_servers;
    client::Token m_lookToken = 0;
    client::Token m_addToken = 0;
    bool m_adding = false;
    bool m_shown = true;
    QString m_problem;
    QWidget *m_rows = nullptr;
};

}   // namespace gw::ui

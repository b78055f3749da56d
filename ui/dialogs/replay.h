#pragma once

#include "core/client/conversation.h"
#include "core/client/gatewayclient.h"

#include <QDialog>
#include <QTimer>

#include <optional>

class QComboBox;
class QPushButton;
class QVBoxLayout;

namespace gw::ui {

class Label;

// One request asked again of another model, and both answers beside each other: what they say and which tools
// they want, by words; tokens, cost and time. GUI thread; the client must outlive it.
class Replay final : public QDialog
{
    Q_OBJECT

public:
    // model: asked at once when it is given.
    Replay(client::GatewayClient &client, const client::TrafficRow &row, const QString &model = {},
           QWidget *parent = nullptr);
    ~Replay() override;

Q_SIGNALS:
    // The new request, in Traffic.
    void openAsked(const gw::Id128 &request);

private:
    // What stands on one side.
    struct Side
    {
        QString model;
        int status = 0;
        std::int64_t firstUs = -1;
        std::int64_t wholeUs = -1;
        std::int64_t input = -1;
        std::int64_t output = -1;
        std::optional<std::int64_t> costPico = {};
        QString text;
        QString tools;
    };

    void ask();
    void askDetail();
    void onBodies(client::Token token, const client::TrafficBodies &bodies);
    void onReplayed(client::Token token, const client::TrafficReplay &replay);
    void onDetail(client::Token token, const client::TrafficDetail &detail);
    void say(const QString &text, bool problem = false);
    void refresh();
    QWidget *facts() const;
    QWidget *texts() const;
    static void read(Side &side, const std::string &request, const std::string &answer);

    client::GatewayClient &m_client;
    const client::TrafficRow m_row;
    Side m_before;
    std::optional<Side> m_after;
    std::string m_request;   // The client's, for reading answers.
    Id128 m_new = {};
    QComboBox *m_model = nullptr;
    QPushButton *m_go = nullptr;
    QPushButton *m_open = nullptr;
    Label *m_state = nullptr;
    QVBoxLayout *m_place = nullptr;
    client::Token m_bodies = 0;
    client::Token m_replay = 0;
    client::Token m_detail = 0;
    int m_tries = 0;
    QTimer m_again;
    bool m_askAtOnce = false;
};

}   // namespace gw::ui

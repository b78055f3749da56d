#pragma once

#include "core/client/playgroundvalues.h"
#include "core/client/trafficvalues.h"
#include "ui/framework/surfaces.h"

#include <QTimer>

#include <array>
#include <functional>

class QComboBox;
class QToolButton;
class QVBoxLayout;

namespace gw::client {
class GatewayClient;
}

namespace gw::ui {

class AnswerView;
class Badge;
class Label;

// One conversation with one model: what was said, how fast, what it cost and who answered. GUI thread; the
// client must outlive it.
class PlaygroundColumn final : public Card
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlaygroundColumn)

public:
    explicit PlaygroundColumn(client::GatewayClient &client, QWidget *parent = nullptr);
    ~PlaygroundColumn() override;

    void setModels(const QStringList &names);
    void setModel(const QString &name);
    QString model() const;

    // Asks what was said so far and this; false: an answer is still coming.
    bool ask(const client::PlaygroundTurn &turn, const client::PlaygroundOptions &options);
    bool isRunning() const { return m_token != 0; }
    void stop();
    void clear();
    bool isEmpty() const { return m_turns.empty(); }
    // The last answer; empty: there is none.
    QString answer() const;
    // The body of the last request, or of the one that ask() would send.
    client::PlaygroundQuestion question() const;

Q_SIGNALS:
    void changed();
    // To see its requests, by their session.
    void trafficAsked(const QString &session);
    void curlAsked();

private:
    enum Fact { First, Speed, Cost, In, Out, Cached, FactCount };

    QLayout *makeHead();
    QLayout *makeFacts();
    void handleMoved(const client::PlaygroundPiece &piece);
    void handleEnded(const client::PlaygroundEnd &end);
    void handleDetail(const client::TrafficDetail &detail);
    void askDetail();
    void showState();
    void showFolds();
    void setFact(Fact fact, const QString &text);
    void openMenu();

    client::GatewayClient &m_client;
    QComboBox *m_model = nullptr;
    Badge *m_state = nullptr;
    QToolButton *m_act = nullptr;   // Stops it while it runs, copies the answer after.
    AnswerView *m_view = nullptr;
    QVBoxLayout *m_folds = nullptr;   // Reasoning and calls.
    Label *m_route = nullptr;
    QToolButton *m_traffic = nullptr;
    std::array<Label *, FactCount> m_facts{};
    std::vector<client::PlaygroundTurn> m_turns;
    client::PlaygroundOptions m_options;
    client::PlaygroundTurn m_answer;   // That comes.
    QString m_reasoning;
    QString m_session;
    QString m_callId;
    client::PlaygroundEnd m_end;
    client::Token m_token = 0;
    client::Token m_detail = 0;
    QTimer m_again;   // What the ledger does not hold yet is asked for again.
    int m_tries = 0;
    bool m_stopped = false;
};

}   // namespace gw::ui

#pragma once

#include "core/client/conversation.h"

#include <QHash>
#include <QWidget>

class QVBoxLayout;

namespace gw::ui {

// A conversation, message by message; what is long, thinking and tools are folded.
class MessagesView final : public QWidget
{
    Q_OBJECT

public:
    explicit MessagesView(client::Conversation said, QWidget *parent = nullptr);

private:
    void addMessages(std::size_t from, std::size_t until, int at);
    QWidget *message(const client::SaidMessage &message);
    static QWidget *row(const QString &name, bool answer, const QList<QWidget *> &parts);
    QWidget *part(const client::SaidPart &part);
    QWidget *toolCall(const client::SaidPart &call);
    QWidget *image(const client::SaidPart &part);
    static QWidget *text(const QString &text, bool code);
    static QString roleName(const QString &role);

    const client::Conversation m_said;
    QHash<QString, QString> m_results;   // Of tools, by the id of their call.
    QSet<QString> m_calls;               // Ids of the calls that are shown.
    QVBoxLayout *m_column = nullptr;
};

}   // namespace gw::ui

#pragma once

#include "core/client/clientsvalues.h"

#include <QObject>

namespace gw::client {

// Finds tools of this computer, points them at the gateway by small edits of their files, and puts those
// back. GUI thread; no call blocks; every answer carries the token of its question.
class ClientsClient : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ClientsClient)

public:
    explicit ClientsClient(QObject *parent = nullptr)
        : QObject(parent)
    {}

    // Answered by found(); with versions, which take their programs' time, once more with those.
    virtual Token look(bool versions) = 0;
    // An empty model leaves the choice to the tool. Answered by planned(); nothing changes.
    virtual Token plan(const QString &tool, const QString &model) = 0;

    // These are answered by changed().
    // seen: of the plan that its user has agreed to.
    virtual Token apply(const QString &tool, const QString &model, const QString &seen) = 0;
    virtual Token undo(const QString &tool, client::OnToolDrift onDrift) = 0;
    // What somebody has changed stays as it is from now on.
    virtual Token accept(const QString &tool) = 0;
    // Once, without any file being changed.
    virtual Token launch(const QString &tool, const QString &model) = 0;

    // How a program is connected by hand, with the tool's own key; an empty tool: any program. Answered by
    // snippetsReady().
    virtual Token requestSnippets(const QString &tool, const QString &model) = 0;

Q_SIGNALS:
    void found(gw::client::Token token, const gw::client::ToolList &list);
    void planned(gw::client::Token token, const gw::client::ToolPlan &plan);
    void changed(gw::client::Token token, const gw::client::ToolChange &change);
    void snippetsReady(gw::client::Token token, const gw::client::ToolSnippets &snippets);
};

}   // namespace gw::client

#pragma once

#include "ui/framework/services.h"
#include "ui/framework/surfaces.h"

class QPlainTextEdit;
class QPushButton;

namespace gw::ui {

class SecretClipboard;
class Segmented;

// How a program is told to use the gateway, ready to be copied: Python, JavaScript, curl, variables. The key
// is shown masked and copied whole; the clipboard forgets it after a while.
class SnippetCard final : public Card
{
    Q_OBJECT

public:
    explicit SnippetCard(Services &services, QWidget *parent = nullptr);

Q_SIGNALS:
    void copied();

private:
    QString snippet(const QString &key) const;
    void refresh();
    void copy();

    Services &m_services;
    SecretClipboard *m_clipboard = nullptr;
    Segmented *m_kinds = nullptr;
    QPlainTextEdit *m_text = nullptr;
    QPushButton *m_copy = nullptr;
};

}   // namespace gw::ui

#pragma once

#include "core/client/clientsvalues.h"

#include <QDialog>

class QPlainTextEdit;
class QVBoxLayout;

namespace gw::ui {

class Label;
class SecretClipboard;
class Segmented;

// How a program is pointed at the gateway by its user: steps, and texts to copy. Copied texts hold the whole
// key and leave the clipboard again.
class ConnectByHand final : public QDialog
{
    Q_OBJECT

public:
    ConnectByHand(const QString &title, const QString &text, const QStringList &steps,
                  QWidget *parent = nullptr);

    // There are no texts yet.
    void setLoading();
    void setSnippets(const client::ToolSnippets &snippets);

private:
    void showCurrent();

    std::vector<client::ToolSnippet> m_snippets;
    QWidget *m_texts = nullptr;
    QVBoxLayout *m_tabsColumn = nullptr;
    Segmented *m_tabs = nullptr;
    QPlainTextEdit *m_shown = nullptr;
    Label *m_state = nullptr;
    SecretClipboard *m_clipboard = nullptr;
};

}   // namespace gw::ui

#pragma once

#include "ui/framework/theme.h"

#include <QPlainTextEdit>

namespace gw::ui {

// What was said in one conversation, growing at its end. Follows the end while that is in view; a block
// stands there while more is to come. Adding a piece costs the same however long the text is.
class AnswerView final : public QPlainTextEdit
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AnswerView)

public:
    explicit AnswerView(QWidget *parent = nullptr);

    // What the user said, set apart.
    void addQuestion(const QString &text);
    void add(const QString &text, Colour role = Colour::Text);
    void setStreaming(bool on);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void put(const QString &text, Colour role, bool bold);
    void recolour();

    bool m_streaming = false;
    bool m_follows = true;   // The end is in view and stays there.
};

}   // namespace gw::ui

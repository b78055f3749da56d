#pragma once

#include "ui/framework/marks.h"

#include <QFrame>
#include <QScrollArea>

#include <functional>

class QHBoxLayout;
class QVBoxLayout;

namespace gw::ui {

class Label;

// Layout margins are left and right, not leading and trailing: Qt does not mirror them.
QMargins mirrored(const QMargins &margins, Qt::LayoutDirection direction);

// A titled surface. Cards hold one subject; cards are never nested.
class Card : public QFrame
{
    Q_OBJECT

public:
    explicit Card(const QString &title = {}, QWidget *parent = nullptr);
    // Beside the title, at the far end.
    void addAction(QWidget *widget);
    void setNote(const QString &note);
    // For a table: the content reaches the border.
    void setFlush();
    QVBoxLayout *body() const { return m_body; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QHBoxLayout *m_head = nullptr;
    QVBoxLayout *m_body = nullptr;
};

// A message that belongs to the page: shape, sentence, what to do. Never floats, never fades.
class Banner final : public QFrame
{
    Q_OBJECT

public:
    Banner(Mark mark, const QString &title, const QString &text, const std::vector<QWidget *> &actions,
           QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Mark m_mark;
};

class EmptyState final : public QWidget
{
    Q_OBJECT

public:
    EmptyState(const QString &art, const QString &title, const QString &text,
               std::initializer_list<QWidget *> actions, QWidget *parent = nullptr);
};

// Line art that follows palette and scale.
class Artwork final : public QWidget
{
    Q_OBJECT

public:
    explicit Artwork(const QString &id, QWidget *parent = nullptr);
    QSize sizeHint() const override { return {200, 120}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_id;
};

class Separator final : public QWidget
{
    Q_OBJECT

public:
    explicit Separator(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

// An address or command to copy.
class CopyField final : public QFrame
{
    Q_OBJECT

public:
    explicit CopyField(const QString &text, const QString &name, QWidget *parent = nullptr);
    void setText(const QString &text);
    // What the button does instead of copying the shown text, for texts that are shown masked.
    void setCopy(std::function<void()> copy);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Label *m_shown = nullptr;
    std::function<void()> m_copy;
};

// The frame of every page: title, actions at the far end, content on the page grid.
class PageFrame : public QWidget
{
    Q_OBJECT

public:
    explicit PageFrame(const QString &title, QWidget *parent = nullptr);
    QHBoxLayout *header() const { return m_header; }
    QVBoxLayout *body() const { return m_body; }

private:
    QHBoxLayout *m_header = nullptr;
    QVBoxLayout *m_body = nullptr;
};

// A scroll area without frame and background, for content that may outgrow the window.
QScrollArea *scrolled(QWidget *content);

}   // namespace gw::ui

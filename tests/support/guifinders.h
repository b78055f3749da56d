#pragma once

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QTest>
#include <QWidget>

// What tests of windows share: finding widgets as a user does, by what is written on them.
namespace gw::test {

// The first shown button with that text or name; null: none.
inline QAbstractButton *buttonNamed(const QWidget &in, const QString &text)
{
    for (QAbstractButton *button : in.findChildren<QAbstractButton *>())
        if (button->isVisibleTo(&in) && (button->text() == text || button->accessibleName() == text))
            return button;
    return nullptr;
}

inline QLineEdit *fieldNamed(const QWidget &in, const QString &name)
{
    for (QLineEdit *edit : in.findChildren<QLineEdit *>())
        if (edit->accessibleName() == name)
            return edit;
    return nullptr;
}

// Whether a shown label says exactly this.
inline bool says(const QWidget &in, const QString &text)
{
    for (const QLabel *label : in.findChildren<QLabel *>())
        if (label->isVisibleTo(&in) && label->text() == text)
            return true;
    return false;
}

// Whether a shown label, name or description contains this.
inline bool shows(const QWidget &in, const QString &part)
{
    for (const QWidget *widget : in.findChildren<QWidget *>()) {
        const auto *label = qobject_cast<const QLabel *>(widget);
        if (widget->isVisibleTo(&in) &&
            ((label && label->text().contains(part)) || widget->accessibleName().contains(part) ||
             widget->accessibleDescription().contains(part)))
            return true;
    }
    return false;
}

inline void click(QAbstractButton *button)
{
    QVERIFY(button);
    QTest::mouseClick(button, Qt::LeftButton);
}

// What a screen reader would have no word for.
inline QStringList namelessWidgets(const QWidget &in)
{
    QStringList found;
    for (const QWidget *widget : in.findChildren<QWidget *>()) {
        // A view hands its focus to its viewport, a scroll area to its content.
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisibleTo(&in) ||
            widget->objectName().startsWith(QLatin1String("qt_")) ||
            qstrcmp(widget->metaObject()->className(), "QScrollArea") == 0)
            continue;
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        if (widget->accessibleName().isEmpty() && (!button || button->text().isEmpty()))
            found << QStringLiteral("%1 in %2")
                         .arg(QLatin1String(widget->metaObject()->className()),
                              QLatin1String(widget->parent()->metaObject()->className()));
    }
    return found;
}

// Presses Tab until the focus comes round; the widgets in the order they had it.
inline QList<QWidget *> tabOrder(QWidget &window)
{
    constexpr int most = 300;
    QList<QWidget *> order;
    for (int i = 0; i < most; ++i) {
        QTest::keyClick(window.focusWidget() ? window.focusWidget() : &window, Qt::Key_Tab);
        QWidget *now = window.focusWidget();
        if (!now || order.contains(now))
            break;
        order << now;
    }
    return order;
}

}   // namespace gw::test

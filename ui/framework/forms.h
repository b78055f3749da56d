#pragma once

#include "ui/framework/marks.h"

#include <QGridLayout>
#include <QLineEdit>

namespace gw::ui {

class Label;

// Label column, field column, one hint line under the field. Labels are buddies of their fields.
class Form final : public QWidget
{
    Q_OBJECT

public:
    explicit Form(QWidget *parent = nullptr);
    void addRow(const QString &label, QWidget *field, const QString &hint = {}, Mark hintMark = Mark::Off);
    // The line under a field; an empty text removes it. Marks other than Off colour it.
    void setHint(QWidget *field, const QString &hint, Mark mark = Mark::Off);
    // Hides or shows label, field and hint of a row.
    void setRowVisible(QWidget *field, bool visible);
    void addSection(const QString &title);

private:
    struct Row
    {
        Label *name = nullptr;
        QWidget *field = nullptr;
        Label *hint = nullptr;
        int gap = 0;   // Grid row that keeps the distance to the next one.
        bool visible = true;
    };
    Row *rowOf(const QWidget *field);

    QGridLayout *m_grid = nullptr;
    QList<Row> m_rows;
    int m_row = 0;
};

// A secret: dots, Ctrl+H shows it, shown text is hidden again when the focus leaves.
class SecretEdit final : public QLineEdit
{
    Q_OBJECT

public:
    explicit SecretEdit(QWidget *parent = nullptr);

protected:
    void focusOutEvent(QFocusEvent *event) override;

private:
    void setShown(bool shown);
    QAction *m_show = nullptr;
};

// The stages of a test, left to right; the first failing one carries the reason.
class StepStrip final : public QWidget
{
    Q_OBJECT

public:
    struct Step
    {
        QString name;
        Mark mark = Mark::Off;
        QString note;
    };
    explicit StepStrip(QList<Step> steps, QWidget *parent = nullptr);
    void setSteps(QList<Step> steps);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<Step> m_steps;
};

}   // namespace gw::ui

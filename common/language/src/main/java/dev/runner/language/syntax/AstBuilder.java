package dev.runner.language.syntax;

import dev.runner.language.diagnostic.DiagnosticCollector;
import dev.runner.language.diagnostic.SourcePosition;
import dev.runner.language.grammar.PipelineParser.AccessContext;
import dev.runner.language.grammar.PipelineParser.ArgumentContext;
import dev.runner.language.grammar.PipelineParser.ArgumentsContext;
import dev.runner.language.grammar.PipelineParser.ComparisonContext;
import dev.runner.language.grammar.PipelineParser.ConjunctionContext;
import dev.runner.language.grammar.PipelineParser.ExpressionContext;
import dev.runner.language.grammar.PipelineParser.NegationContext;
import dev.runner.language.grammar.PipelineParser.OperationContext;
import dev.runner.language.grammar.PipelineParser.PostfixContext;
import dev.runner.language.grammar.PipelineParser.PowerContext;
import dev.runner.language.grammar.PipelineParser.PrimaryContext;
import dev.runner.language.grammar.PipelineParser.ProductContext;
import dev.runner.language.grammar.PipelineParser.StreamContext;
import dev.runner.language.grammar.PipelineParser.SumContext;
import dev.runner.language.grammar.PipelineParser.UnaryContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Converts the parse tree to the syntax tree, without the levels that only express precedence. */
final class AstBuilder {
    private static final int MAX_PATH_LENGTH = 64;

    private final DiagnosticCollector problems;
    private final LiteralParser literals;

    AstBuilder(DiagnosticCollector problems) {
        this.problems = problems;
        literals = new LiteralParser(problems);
    }

    StreamDeclaration stream(StreamContext tree) {
        List<StreamOperation> operations = new ArrayList<>();
        for (OperationContext each : tree.operation()) {
            operations.add(new StreamOperation(
                    SourcePosition.of(each.name().start), each.name().getText(), arguments(each.arguments())));
        }
        return new StreamDeclaration(
                SourcePosition.of(tree.name(0).start),
                tree.name(0).getText(),
                tree.name(1).getText(),
                operations);
    }

    private List<Argument> arguments(ArgumentsContext tree) {
        List<Argument> arguments = new ArrayList<>();
        for (ArgumentContext each : tree.argument()) {
            String name = each.name() == null ? null : each.name().getText();
            arguments.add(new Argument(SourcePosition.of(each.start), name, expression(each.expression())));
        }
        return arguments;
    }

    private Expression expression(ExpressionContext tree) {
        List<Expression> operands = map(tree.conjunction(), this::conjunction);
        return operands.size() == 1 ? operands.get(0) : new Expression.Logical(at(tree), false, operands);
    }

    private Expression conjunction(ConjunctionContext tree) {
        List<Expression> operands = map(tree.negation(), this::negation);
        return operands.size() == 1 ? operands.get(0) : new Expression.Logical(at(tree), true, operands);
    }

    private Expression negation(NegationContext tree) {
        Expression operand = comparison(tree.comparison());
        int times = tree.NOT().size();
        return times == 0 ? operand : new Expression.Not(at(tree), times, operand);
    }

    private Expression comparison(ComparisonContext tree) {
        Expression left = sum(tree.sum(0));
        if (tree.comparator().isEmpty()) {
            return left;
        }
        if (tree.comparator().size() > 1) {
            problems.error(
                    at(tree.comparator(1)),
                    "found a second comparison; expected 'and' or 'or' between two comparisons",
                    "write a < b and b < c instead of a < b < c");
        }
        return new Expression.Comparison(at(tree), tree.comparator(0).getText(), left, sum(tree.sum(1)));
    }

    private Expression sum(SumContext tree) {
        return chain(tree, map(tree.product(), this::product));
    }

    private Expression product(ProductContext tree) {
        return chain(tree, map(tree.power(), this::power));
    }

    private static Expression chain(ParserRuleContext tree, List<Expression> operands) {
        if (operands.size() == 1) {
            return operands.get(0);
        }
        List<String> operators = new ArrayList<>();
        for (ParseTree child : tree.children) {
            if (child instanceof TerminalNode) {
                operators.add(child.getText());
            }
        }
        return new Expression.Chain(at(tree), operands, operators);
    }

    private Expression power(PowerContext tree) {
        List<Expression> operands = map(tree.unary(), this::unary);
        return operands.size() == 1 ? operands.get(0) : new Expression.Power(at(tree), operands);
    }

    private Expression unary(UnaryContext tree) {
        int times = tree.MINUS().size();
        if (times == 0) {
            return postfix(tree.postfix());
        }
        PrimaryContext number = tree.postfix().primary();
        if (times == 1 && number.INT() != null && tree.postfix().access().isEmpty()) {
            return literals.integer(at(tree), "-" + number.getText());
        }
        return new Expression.Negative(at(tree), times, postfix(tree.postfix()));
    }

    private Expression postfix(PostfixContext tree) {
        if (tree.access().size() > MAX_PATH_LENGTH) {
            problems.error(
                    at(tree.access(MAX_PATH_LENGTH)),
                    "this path into a value is too long; expected at most " + MAX_PATH_LENGTH + " steps",
                    null);
            return new Expression.Literal(at(tree), false);
        }
        Expression value = primary(tree.primary());
        for (AccessContext each : tree.access()) {
            value = access(value, each);
        }
        return value;
    }

    private Expression access(Expression value, AccessContext tree) {
        if (tree.name() != null) {
            return new Expression.Member(at(tree), value, tree.name().getText());
        }
        return tree.expression() != null
                ? new Expression.At(at(tree), value, expression(tree.expression()))
                : new Expression.Call(value.at(), value, arguments(tree.arguments()));
    }

    private Expression primary(PrimaryContext tree) {
        if (tree.name() != null) {
            return new Expression.Field(at(tree), tree.getText());
        }
        if (tree.LPAREN() != null) {
            return expression(tree.expression(0));
        }
        return tree.LBRACKET() != null
                ? new Expression.Items(at(tree), map(tree.expression(), this::expression))
                : literals.literal(tree.start);
    }

    private static <T, R> List<R> map(List<T> trees, Function<T, R> reader) {
        List<R> read = new ArrayList<>(trees.size());
        for (T each : trees) {
            read.add(reader.apply(each));
        }
        return read;
    }

    private static SourcePosition at(ParserRuleContext tree) {
        return SourcePosition.of(tree.start);
    }
}

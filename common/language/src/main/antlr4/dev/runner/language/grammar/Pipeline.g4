/*
 * What the pipeline language looks like. What an operation means, and which there are, is not said here but looked at
 * afterwards, where a mistake can be explained. Every level of precedence is a loop rather than a recursion: only
 * brackets nest, and their depth is known before the parser begins.
 */
grammar Pipeline;

stream
    : STREAM name ASSIGN name operation*
    ;

operation
    : DOT name arguments
    ;

arguments
    : LPAREN (argument (COMMA argument)* COMMA?)? RPAREN
    ;

argument
    : name COLON expression
    | expression (AS name)?
    ;

expression
    : conjunction (OR conjunction)*
    ;

conjunction
    : negation (AND negation)*
    ;

negation
    : NOT* comparison
    ;

comparison
    : sum (comparator sum)*
    ;

comparator
    : EQ | NE | LT | LE | GT | GE | IN
    ;

sum
    : product ((PLUS | MINUS) product)*
    ;

product
    : power ((STAR | SLASH | PERCENT) power)*
    ;

power
    : unary (POWER unary)*
    ;

unary
    : MINUS* postfix
    ;

postfix
    : primary access*
    ;

access
    : DOT name
    | LBRACKET expression RBRACKET
    | arguments
    ;

primary
    : INT
    | FLOAT
    | TEXT
    | DURATION
    | TRUE
    | FALSE
    | name
    | LPAREN expression RPAREN
    | LBRACKET (expression (COMMA expression)* COMMA?)? RBRACKET
    ;

// Words of the language that can be names all the same.
name
    : ID
    | STREAM
    | AS
    ;

STREAM: 'stream';
AS: 'as';
AND: 'and';
OR: 'or';
NOT: 'not';
IN: 'in';
TRUE: 'true';
FALSE: 'false';

DOT: '.';
COMMA: ',';
COLON: ':';
ASSIGN: '=';
LPAREN: '(';
RPAREN: ')';
LBRACKET: '[';
RBRACKET: ']';
EQ: '==';
NE: '!=';
LE: '<=';
LT: '<';
GE: '>=';
GT: '>';
PLUS: '+';
MINUS: '-';
POWER: '**';
STAR: '*';
SLASH: '/';
PERCENT: '%';

DURATION: DIGIT+ ('ms' | 's' | 'm' | 'h' | 'd');
FLOAT: DIGIT+ '.' DIGIT+ EXPONENT? | DIGIT+ EXPONENT;
INT: DIGIT+;
BAD_NUMBER: DIGIT+ ('.' DIGIT+)? LETTER (LETTER | DIGIT)*;
ID: LETTER (LETTER | DIGIT)*;
TEXT: '"' ('\\' ~[\r\n] | ~["\\\r\n])* '"' | '\'' ('\\' ~[\r\n] | ~['\\\r\n])* '\'';
OPEN_TEXT: '"' ('\\' ~[\r\n] | ~["\\\r\n])* | '\'' ('\\' ~[\r\n] | ~['\\\r\n])*;

COMMENT: '/*' (~'*' | '*'+ ~[*/])* '*'+ '/' -> skip;
LINE_COMMENT: ('//' | '#') ~[\r\n]* -> skip;
OPEN_COMMENT: '/*';
SPACE: [ \t\r\n\f]+ -> skip;
// Whatever else there is becomes a token as well: it is the parser that complains, at the right place.
UNKNOWN: .;

fragment DIGIT: [0-9];
fragment LETTER: [\p{L}_];
fragment EXPONENT: [eE] [+-]? DIGIT+;

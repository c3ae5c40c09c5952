package dev.gork.handler;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Binds {@link CallWitness} to a handler; {@link HandlerExtension} adds it, nobody writes it. */
@InterceptorBinding
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@interface SeenCall {

    /** The only one. */
    final class Literal extends AnnotationLiteral<SeenCall> implements SeenCall {
        private static final long serialVersionUID = 1L;

        static final Literal INSTANCE = new Literal();
    }
}

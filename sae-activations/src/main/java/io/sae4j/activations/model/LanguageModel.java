package io.sae4j.activations.model;

import java.util.List;

/** A model that reads token windows and answers with logits. Windows of a run may differ in length. */
public interface LanguageModel extends HookedModel<List<TokenWindow>, Logits> {}

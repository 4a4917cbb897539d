package io.sunrise.train.dllib;

import com.intel.analytics.bigdl.dllib.nn.abstractnn.Activity;
import com.intel.analytics.bigdl.dllib.tensor.Tensor;
import com.intel.analytics.bigdl.dllib.tensor.Tensor$;
import com.intel.analytics.bigdl.dllib.tensor.TensorNumericMath;
import java.util.Arrays;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** What Scala finds by itself and Java must pass: class tags and arithmetic of floats. */
final class FloatTensors {
  static final ClassTag<Float> TAG = cast(ClassTag$.MODULE$.Float());
  static final ClassTag<Activity> ACTIVITY = ClassTag$.MODULE$.apply(Activity.class);
  static final TensorNumericMath.TensorNumeric<Float> NUMERIC = arithmetic();

  private FloatTensors() {}

  /** By reflection: javac cannot name an object that Scala nests in a companion. */
  private static TensorNumericMath.TensorNumeric<Float> arithmetic() {
    try {
      String outer = TensorNumericMath.TensorNumeric.class.getName();
      return cast(Class.forName(outer + "$NumericFloat$").getField("MODULE$").get(null));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("DLlib's jar lacks its float arithmetic", e);
    }
  }

  /** A vector over the array itself. */
  static Tensor<Float> tensor(float... numbers) {
    return Tensor$.MODULE$.apply(numbers, new int[] {numbers.length}, TAG, NUMERIC);
  }

  /** The array that holds a tensor's numbers, from {@link #start} on. */
  static float[] array(Tensor<Float> tensor) {
    return (float[]) tensor.storage().array();
  }

  static int start(Tensor<Float> tensor) {
    return tensor.storageOffset() - 1;
  }

  /** A vector's numbers: its array itself where it holds nothing else, else a copy. */
  static float[] whole(Tensor<Float> vector) {
    float[] array = array(vector);
    int start = start(vector);
    int length = vector.nElement();
    return length == array.length ? array : Arrays.copyOfRange(array, start, start + length);
  }

  /** Overwrites a vector by what {@link #whole} gave. */
  static void copyInto(Tensor<Float> vector, float[] numbers) {
    if (numbers != array(vector)) {
      System.arraycopy(numbers, 0, array(vector), start(vector), numbers.length);
    }
  }

  static float number(Activity vector, int index) {
    Tensor<Float> tensor = cast(vector);
    return array(tensor)[start(tensor) + index];
  }

  /** Scala's Float is Object to Java's generics. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <T> T cast(Object value) {
    return (T) value;
  }
}

import java.io.File;
import java.util.LinkedHashSet;
import java.util.Set;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Arguments: a flavour ("2a", "ua1", …) and files. One line per file: PASS or FAIL or ERROR, tab, the broken clauses. */
public class VeraCheck {
  public static void main(String[] arguments) {
    java.util.logging.LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    PDFAFlavour flavour = PDFAFlavour.byFlavourId(arguments[0]);
    for (int i = 1; i < arguments.length; i++) {
      try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(arguments[i]), flavour);
          PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, 100, false, true, false)) {
        ValidationResult result = validator.validate(parser);
        Set<String> broken = new LinkedHashSet<>();
        for (TestAssertion assertion : result.getTestAssertions())
          if (assertion.getStatus() == TestAssertion.Status.FAILED)
            broken.add(assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber() + " "
                + assertion.getMessage().replaceAll("\\s+", " "));
        System.out.println((result.isCompliant() ? "PASS" : "FAIL") + "\t" + String.join("; ", broken));
      } catch (Throwable error) {
        System.out.println("ERROR\t" + String.valueOf(error).replaceAll("\\s+", " "));
      }
    }
  }
}

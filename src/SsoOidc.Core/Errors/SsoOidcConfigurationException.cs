using SsoOidc.Errors;

namespace SsoOidc;

/// <summary>A setting, a file or a credential source is wrong or missing; raised before any request is sent.</summary>
public class SsoOidcConfigurationException : Exception
{
    /// <summary>Creates the error.</summary>
    public SsoOidcConfigurationException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>What is wrong and what to do. Settings and calls stand in backticks under their names in this library.</summary>
    public override string Message => Wording is null ? base.Message : Wording(base.Message);

    /// <summary>Puts them into the words of who called: a cmdlet has parameters and commands.</summary>
    internal Func<string, string>? Wording { get; set; }

    /// <summary>What is wrong, where a caller may want to know.</summary>
    internal ConfigurationProblem Problem { get; init; }
}

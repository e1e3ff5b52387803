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

    /// <summary>What is wrong, where a caller may want to know.</summary>
    internal ConfigurationProblem Problem { get; init; }
}

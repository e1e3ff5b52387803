using System.Text;

namespace SsoOidc.Pipeline;

/// <summary>Core's texts in the words of a shell: a setting or call that stands in backticks under its name in C# is a parameter or a cmdlet here.</summary>
internal static class CmdletWords
{
    private static readonly Dictionary<string, string> Words = new[]
    {
        "AccessKey", "Credential", "EndpointUrl", "Force", "ProfileName", "Proxy", "RedirectPort", "Region", "SaveSession", "SecretKey", "SessionName", "StartUrl", "UseDeviceCode",
    }.ToDictionary(name => name, name => "-" + name);

    static CmdletWords() => Words.Add("ConnectAsync", "Connect-SSOOIDCSession");

    public static string Of(string text)
    {
        var worded = new StringBuilder(text);
        foreach (var word in Words)
            worded.Replace('`' + word.Key + '`', word.Value);
        return worded.ToString();
    }

    /// <summary>Has an exception speak so from now on.</summary>
    public static void Apply(Exception exception)
    {
        if (exception is SsoOidcException error)
            error.Wording = Of;
        else if (exception is SsoOidcConfigurationException problem)
            problem.Wording = Of;
    }
}

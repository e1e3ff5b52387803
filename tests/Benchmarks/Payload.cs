namespace SsoOidc.Benchmarks;

/// <summary>The members of the measured requests, the same for every client, about as long as the service's.</summary>
internal static class Payload
{
    public const string ClientId = "kBJmT2dWYW5jZWQtY2xpZW50LWlk";
    public const string Arn = "arn:aws:sso::123456789012:application/ssoins-1234567890abcdef/apl-1234567890abcdef";
    public const string Region = "eu-west-1";
    public const string AccessKeyId = "AKIDEXAMPLE";
    public const string SecretAccessKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    public static readonly string ClientSecret = Text(300);
    public static readonly string DeviceCode = Text(86);
    public static readonly string Assertion = Text(300);

    public static string Text(int length) => string.Create(length, 0, static (text, _) =>
    {
        for (var i = 0; i < text.Length; i++)
            text[i] = (char)('a' + i * 7 % 26);
    });
}

using CsCheck;
using SsoOidc.Reliability.Support;

namespace SsoOidc.Reliability.Fuzzing;

/// <summary>Runs a property over the kept cases first and then over new inputs.</summary>
internal static class Check
{
    /// <summary>The inputs of Cases/&lt;target&gt;: what once broke a parser here or elsewhere. A new find is added as a file.</summary>
    public static void Bytes(string target, Gen<byte[]> inputs, Action<byte[]> property)
    {
        var cases = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Cases", target));
        Assert.NotEmpty(cases);
        foreach (var file in cases)
            property(File.ReadAllBytes(file));
        inputs.Sample(property, iter: Effort.Inputs, print: input => $"as base64, to keep in Cases/{target}: {Convert.ToBase64String(input)}");
    }
}

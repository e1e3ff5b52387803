# The build puts Edition.psd1 beside this file, and PowerShell then takes that one.
throw 'SsoOidc is not built in this folder. Run: dotnet build -c Release'
